import type { Client } from '@seaworthy/api';
import { ApiError } from '@seaworthy/api';
import { CliError } from '../failure.ts';
import { parseSpan } from '../text/duration.ts';
import type { Metric, QueryData } from '../text/query-answer.ts';
import { queryText, seriesText } from '../text/query-answer.ts';
import { parseWhen } from '../text/when.ts';
import type { Invocation, Verb } from '../verb.ts';

interface Options {
  readonly at?: string;
  readonly start?: string;
  readonly end?: string;
  readonly step?: string;
}

/** A query may take two minutes; its answer is waited for a little longer. */
const answerMs = 130_000;
/** Points of a series when no step is given. */
const points = 60;

export const query: Verb = (command, does) =>
  void command
    .argument('<expression>', 'PromQL')
    .option('--at <time>', 'at this time: RFC 3339, seconds since 1970, or how long ago (5m); default: now')
    .option('--start <time>', 'from this time on, as a course; times as for --at')
    .option('--end <time>', 'until this time (default: now)')
    .option('--step <duration>', 'between two points (default: a sixtieth of the time)')
    .action(does(ask));

async function ask(call: Invocation<Options>): Promise<undefined> {
  const [expression = ''] = call.args;
  const { client } = call.connect({ answerMs });
  try {
    if (call.options.start === undefined) await atInstant(expression, client, call);
    else await overRange(expression, call.options.start, client, call);
  } catch (error) {
    throw explained(error, expression);
  }
}

async function atInstant(expression: string, client: Client, call: Invocation<Options>): Promise<void> {
  const { options, host, output } = call;
  if (options.end !== undefined || options.step !== undefined) {
    throw new CliError('usage', '--end and --step need a --start.', {});
  }
  const nowMs = options.at === undefined ? host.now() : parseWhen(options.at, host.now());
  const parameters = { query: expression, time: String(nowMs / 1000) };
  const data = await answered(client, '/query', parameters, call);
  const takenMs = output.json ? new Map<string, number>() : await timesOf(expression, parameters.time, client);
  const look = { nowMs, takenMs, width: undefined, steps: undefined };
  output.answer(data, (style) => queryText(data, { ...look, style }));
}

async function overRange(expression: string, start: string, client: Client, call: Invocation<Options>): Promise<void> {
  const { options, host, output } = call;
  if (options.at !== undefined) throw new CliError('usage', '--at and --start exclude each other.', {});
  const nowMs = host.now();
  const [startMs, endMs] = [parseWhen(start, nowMs), parseWhen(options.end ?? 'now', nowMs)];
  if (endMs < startMs) throw new CliError('usage', 'The end is before the start.', {});
  const stepMs = options.step === undefined ? stepFor(endMs - startMs) : parseSpan(options.step);
  const ends = { start: String(startMs / 1000), end: String(endMs / 1000), step: String(stepMs / 1000) };
  const data = await answered(client, '/query_range', { query: expression, ...ends }, call);
  const width = host.stdout.isTerminal ? host.stdout.columns : undefined;
  const look = { nowMs, takenMs: new Map<string, number>(), width, steps: { startMs, endMs, stepMs } };
  output.answer(data, (style) => queryText(data, { ...look, style }));
}

function stepFor(lengthMs: number): number {
  return Math.max(1000, Math.ceil(lengthMs / points / 1000) * 1000);
}

async function answered(
  client: Client,
  path: '/query' | '/query_range',
  parameters: Readonly<Record<string, string>>,
  { output }: Invocation<Options>,
): Promise<QueryData> {
  const { data, warnings, infos } = await client.prometheus(path, parameters);
  for (const remark of [...warnings, ...infos]) output.note(remark);
  return data as QueryData;
}

/**
 * When the samples of a plain selector were taken: an answer tells only of when it was asked. Of whatever is computed
 * there is no such time, and none is asked for.
 */
async function timesOf(expression: string, time: string, client: Client): Promise<Map<string, number>> {
  const selector = /^\s*([a-zA-Z_:][\w:]*)\s*(?:\{[^()]*\})?\s*$/.exec(expression);
  if (selector === null) return new Map();
  const { data } = await client.prometheus('/query', { query: `timestamp(${expression})`, time });
  const found = data as QueryData;
  if (found.resultType !== 'vector') return new Map();
  const named = (metric: Metric) => seriesText({ __name__: selector[1] ?? '', ...metric });
  return new Map(found.result.map(({ metric, value }) => [named(metric), Number(value[1]) * 1000]));
}

/** A mistake in the expression is shown where it is. */
function explained(error: unknown, expression: string): unknown {
  if (!(error instanceof ApiError)) return error;
  if (error.status === 422) return new CliError('query_failed', error.message);
  const place = /(\d+):(\d+): (parse error: .*)$/s.exec(error.message);
  if (error.code !== 'bad_request' || place === null) return error;
  const [, line = '', column = '', reason = ''] = place;
  const message = `${line}:${column}: ${reason}`;
  return new CliError('query_invalid', message, { excerpt: excerptOf(expression, Number(line), Number(column)) });
}

/** Columns are counted in bytes. */
function excerptOf(expression: string, line: number, column: number): string {
  const text = (expression.split('\n')[line - 1] ?? '').replaceAll('\t', ' ');
  const before = Buffer.from(text)
    .subarray(0, column - 1)
    .toString();
  return `${text}\n${' '.repeat([...before].length)}^`;
}
