import type { CallOutput, HealthStatus, ServiceStatus } from '@seaworthy/api';
import type { ExitCode } from '../failure.ts';
import type { Style } from '../terminal/style.ts';
import { columns } from '../text/columns.ts';
import { healthWord } from '../text/mark.ts';
import { instanceTable } from '../text/status.ts';
import type { Invocation, Verb } from '../verb.ts';

type Instances = CallOutput<'instances'>['items'];

export const health: Verb = (command, does) =>
  void command
    .option('--detailed', 'every check that the instances report')
    .addHelpText('after', '\nExit code: 0 when healthy or degraded, 1 when unhealthy or unknown.')
    .action(does(show));

async function show({ connect, options, output, host }: Invocation<{ detailed?: true }>): Promise<ExitCode> {
  const { client } = connect();
  const [status, { items }] = await Promise.all([client.call('status', {}), client.call('instances', {})]);
  output.answer(documentOf(status, items, options.detailed === true), (style) =>
    [
      `${status.service} is ${healthWord(status.health, style)}`,
      items.length === 0 ? 'No instance runs.' : instanceTable(items, host.now(), style),
      ...(options.detailed ? items.map((instance) => checksText(instance, style)) : []),
    ].join('\n\n'),
  );
  return serves(status.health) ? 0 : 1;
}

function serves(status: HealthStatus): boolean {
  return status === 'healthy' || status === 'degraded';
}

function documentOf({ service, health: status }: ServiceStatus, items: Instances, isDetailed: boolean): unknown {
  const instances = items.map(({ report, ...instance }) => (isDetailed ? { ...instance, report } : instance));
  return { service, status, instances };
}

function checksText({ id, report }: Instances[number], style: Style): string {
  if (report === null) return `${style.bold(id)}\n  reports no checks`;
  const rows = Object.entries(report.checks).map(([name, check]) => [
    `  ${name}`,
    healthWord(check.status, style),
    `${Math.round(check.durationMs)} ms`,
    check.message,
  ]);
  return [style.bold(id), columns(rows)].join('\n');
}
