import { resolve } from 'node:path';
import type { RouteOutcome } from '@seaworthy/api';
import { isConfigError, refusal } from '../configuration/offline.ts';
import { CliError } from '../failure.ts';
import { outcomesText, routeTree } from '../text/route.ts';
import { parseWhen } from '../text/when.ts';
import type { Invocation, Verb } from '../verb.ts';

interface ShowOptions {
  readonly config?: string;
}

interface TestOptions extends ShowOptions {
  readonly at?: string;
  readonly verifyReceivers?: string;
}

const configOption = ['--config <file>', 'by this Alertmanager configuration alone, without a control plane'] as const;

export const routes: Verb = (command, does) => {
  command
    .command('show')
    .description('the routing tree')
    .option(...configOption)
    .action(does(show));
  command
    .command('test')
    .description('who is told of an alert with these labels, and why: routes test severity=critical team=web')
    .argument('[labels...]', 'name=value')
    .option('--at <time>', 'at this time: RFC 3339, or seconds since 1970 (default: now)')
    .option('--verify-receivers <names>', 'exit with 1 unless it is these, in this order: a,b')
    .option(...configOption)
    .action(does(test));
};

async function show({ connect, options, output, host }: Invocation<ShowOptions>) {
  const { config } = options;
  const found =
    config === undefined
      ? await connect().client.call('alertRouting', {})
      : { items: await offline((file) => file.routesOfFile(resolve(host.cwd, config), host.now())) };
  output.answer(found, (style) => routeTree(found.items, style));
  return undefined;
}

async function test(call: Invocation<TestOptions>) {
  const { args, options, output } = call;
  const labels = Object.fromEntries(args.map(labelOf));
  const atMs = options.at === undefined ? undefined : parseWhen(options.at, call.host.now());
  const found = await testAt(call, labels, atMs);
  const wanted = options.verifyReceivers?.split(',').map((name) => name.trim());
  const receivers = found.items.map(({ receiver }) => receiver);
  const isWanted = wanted === undefined || wanted.join() === receivers.join();
  output.answer({ ...found, ...(wanted === undefined ? {} : { verified: isWanted }) }, (style) =>
    [outcomesText(found.items, style), ...(isWanted ? [] : [style.bad(`Expected ${wanted.join(', ')}.`)])].join('\n'),
  );
  return isWanted ? 0 : 1;
}

async function testAt(
  { connect, options: { config }, host }: Invocation<TestOptions>,
  labels: Record<string, string>,
  atMs: number | undefined,
): Promise<{ at: string; items: RouteOutcome[] }> {
  const at = new Date(atMs ?? host.now()).toISOString();
  if (config !== undefined) {
    const path = resolve(host.cwd, config);
    return { at, items: await offline((file) => file.testRoutesOfFile(path, labels, Date.parse(at))) };
  }
  return connect().client.call('testAlertRouting', { body: { labels, ...(atMs === undefined ? {} : { at }) } });
}

async function offline<T>(read: (file: typeof import('@seaworthy/server/alerting')) => T): Promise<T> {
  const file = await import('@seaworthy/server/alerting');
  try {
    return read(file);
  } catch (error) {
    throw isConfigError(error) ? refusal(error) : error;
  }
}

/** `name=value`; quotes around the value fall away. */
function labelOf(text: string): [name: string, value: string] {
  const [, name, quoted, plain] = /^([^=\s]+)=(?:"(.*)"|(.*))$/.exec(text) ?? [];
  if (name !== undefined) return [name, quoted ?? plain ?? ''];
  throw new CliError('usage', `"${text}" is no label.`, { hint: 'Write it as name=value.' });
}
