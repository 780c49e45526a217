import { examine } from '../doctor/examine.ts';
import type { Finding } from '../doctor/finding.ts';
import type { ExitCode } from '../failure.ts';
import { exitCodes } from '../failure.ts';
import type { Style } from '../terminal/style.ts';
import { columns } from '../text/columns.ts';
import type { Invocation, Verb } from '../verb.ts';

export const doctor: Verb = (command, does) =>
  void command
    .option('-f, --file <file>', 'configuration to check (default: the one that `up` was given, or seaworthy.yaml)')
    .addHelpText('after', '\nExit code: 1 when something is broken.')
    .action(does(show));

async function show(call: Invocation<{ file?: string }>): Promise<ExitCode> {
  const checks = await examine(call);
  const ok = checks.every(({ status }) => status !== 'broken');
  call.output.answer({ ok, checks }, (style) => [table(checks, style), '', closing(checks)].join('\n'));
  return ok ? exitCodes.done : exitCodes.failed;
}

function table(checks: readonly Finding[], style: Style): string {
  const paint = { good: style.good, doubtful: style.doubtful, broken: style.bad, unknown: style.doubtful };
  return columns(
    checks.flatMap(({ name, status, message, hint }) => {
      const row = [paint[status](status), name, message];
      return hint === undefined ? [row] : [row, ['', '', `what to do: ${hint}`]];
    }),
  );
}

function closing(checks: readonly Finding[]): string {
  const broken = checks.filter(({ status }) => status === 'broken').length;
  if (broken > 0) return `${broken} of ${checks.length} checks found something broken.`;
  const isSure = checks.every(({ status }) => status === 'good');
  return isSure ? 'Everything looks well.' : 'Nothing is broken; see what is doubtful or unknown above.';
}
