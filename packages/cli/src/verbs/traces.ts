import type { CallInput, CallOutput } from '@seaworthy/api';
import type { Command } from 'commander';
import { CliError } from '../failure.ts';
import type { Style } from '../terminal/style.ts';
import { parseDuration } from '../text/duration.ts';
import { formatCounted } from '../text/quantity.ts';
import { operationTable, traceTable } from '../text/trace.ts';
import { waterfallText } from '../text/waterfall.ts';
import type { Invocation, Verb } from '../verb.ts';
import type { PageOptions } from './page.ts';
import { countUpTo, pageOptions, pageQuery, withMore } from './page.ts';

interface RangeOptions {
  readonly since?: string;
}

interface ListOptions extends PageOptions, RangeOptions {
  readonly service?: string;
  readonly name?: string;
  readonly instance?: string;
  readonly attribute?: string;
  readonly minDuration?: string;
  readonly maxDuration?: string;
  readonly errors?: true;
  readonly spans?: number;
}

interface StatsOptions extends RangeOptions {
  readonly rootService?: string;
  readonly root?: string;
}

export const traces: Verb = (command, does) => {
  pageOptions(since(command))
    .argument('[id]', 'shows this trace; without it, traces are listed, newest first')
    .option('--service <name>', 'only traces with a span of this service')
    .option('--name <name>', 'only traces with a span of this name')
    .option('--instance <id>', 'only traces with a span of this instance')
    .option('--attribute <name=value>', 'only traces with a span that has this attribute')
    .option('--min-duration <duration>', 'only traces that took at least so long, such as 250ms')
    .option('--max-duration <duration>', 'only traces that took at most so long')
    .option('--errors', 'only traces with an error')
    .option('--spans <n>', 'of one trace, show at most this many spans (default: 200)', countUpTo(5000))
    .action(does(listOrShow));
  since(command.command('stats'))
    .description('each kind of work: how often, how long, how many errors, and how much traces wait for it')
    .option('--root-service <name>', 'only traces that begin in this service')
    .option('--root <name>', 'only traces that begin with a span of this name')
    .action(does(stats));
};

function since(command: Command): Command {
  return command.option('--since <duration>', 'only what started so long ago or later (default: 1h)');
}

function listOrShow(call: Invocation<ListOptions>) {
  const [id] = call.args;
  return id === undefined ? list(call) : show(call, id);
}

async function list({ connect, options, output, host }: Invocation<ListOptions>) {
  const page = await connect().client.call('traces', { query: listQuery(options, host.now()) });
  output.answer(page, (style) => listText(page, host.now(), style));
  return undefined;
}

function listQuery(options: ListOptions, nowMs: number): CallInput<'traces'>['query'] {
  const { service, name, instance, attribute, minDuration, maxDuration, errors } = options;
  const durations = {
    ...(minDuration === undefined ? {} : { minDurationMs: parseDuration(minDuration) }),
    ...(maxDuration === undefined ? {} : { maxDurationMs: parseDuration(maxDuration) }),
  };
  const wanted = Object.entries({ service, name, instance, attribute }).filter(([, value]) => value !== undefined);
  const only = errors === true ? { errors: 'true' as const } : {};
  return { ...pageQuery(options), ...rangeQuery(options, nowMs), ...Object.fromEntries(wanted), ...durations, ...only };
}

function listText(page: CallOutput<'traces'>, nowMs: number, style: Style): string {
  const table = page.items.length === 0 ? 'No traces.' : traceTable(page.items, nowMs, style);
  if (!page.isCutShort) return withMore(page, table);
  return `${table}\nThe search took long and was not finished: go on with --cursor ${page.nextCursor}`;
}

async function show({ connect, options, output, host }: Invocation<ListOptions>, id: string) {
  if (!/^[0-9a-f]{32}$/.test(id)) {
    const hint = 'Copy the 32 digits from `seaworthy traces`, or from a log line.';
    throw new CliError('usage', `"${id}" is no id of a trace.`, { hint });
  }
  const query = { spans: options.spans ?? (output.json ? 5000 : 200) };
  const trace = await connect().client.call('trace', { params: { id }, query });
  output.answer(trace, (style) => waterfallText(trace, host.stdout.columns, style));
  return undefined;
}

async function stats({ connect, options, output, host }: Invocation<StatsOptions>) {
  const { root, rootService } = options;
  const roots = Object.entries({ rootName: root, rootService }).filter(([, value]) => value !== undefined);
  const query = { ...rangeQuery(options, host.now()), ...Object.fromEntries(roots) };
  const found = await connect().client.call('traceStatistics', { query });
  output.answer(found, (style) => statsText(found, style));
  return undefined;
}

function statsText(found: CallOutput<'traceStatistics'>, style: Style): string {
  if (found.items.length === 0) return 'No traces.';
  const range = `${formatCounted(found.traces, 'trace')} from ${found.from} to ${found.to}`;
  const note = found.isCutShort ? `${range}; older ones were too many to look at` : range;
  return `${operationTable(found.items, style)}\n\n${note}\nWAITED: of all their time, how much traces waited for this work`;
}

function rangeQuery({ since: ago }: RangeOptions, nowMs: number): { from?: string } {
  return ago === undefined ? {} : { from: new Date(nowMs - parseDuration(ago)).toISOString() };
}
