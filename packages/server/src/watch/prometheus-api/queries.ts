import type { Engine, QueryOptions, Result } from '@seaworthy/promql';
import { documentedType, ParseError, parse, print, QueryError, valueType } from '@seaworthy/promql';
import type { Querier } from '@seaworthy/promql/storage';
import type { Clock } from '../../platform/clock.ts';
import type { Gate } from '../../platform/gate.ts';
import { GateError } from '../../platform/gate.ts';
import type { PrometheusRequest, Success } from './answer.ts';
import { ApiFailure, badData, badParameter } from './answer.ts';
import {
  durationParameter,
  limitParameter,
  optionalDuration,
  optionalTime,
  readDuration,
  timeParameter,
} from './parameters.ts';
import { exceeds, writeResult } from './write-result.ts';

export interface QueryParts {
  readonly engine: Engine;
  readonly querier: Querier;
  readonly clock: Clock;
  readonly gate: Gate;
  readonly timeoutMs: number;
}

const MAX_POINTS = 11_000;
const TRUNCATED = 'results truncated due to limit';

export function instantQuery(parts: QueryParts, request: PrometheusRequest): Promise<Success> {
  const { parameters } = request;
  const limit = limitParameter(parameters);
  const timeMs = optionalTime(parameters, 'time', parts.clock.now());
  const query = parameters.get('query') ?? '';
  return ask(parts, request, limit, (options) => parts.engine.instant(parts.querier, query, timeMs, options));
}

export async function rangeQuery(parts: QueryParts, request: PrometheusRequest): Promise<Success> {
  const { parameters } = request;
  const startMs = timeParameter(parameters, 'start');
  const endMs = timeParameter(parameters, 'end');
  if (endMs < startMs) throw badParameter('end', 'end timestamp must not be before start time');
  const stepMs = stepOf(parameters);
  if ((endMs - startMs) / stepMs > MAX_POINTS) {
    const advice = 'Try decreasing the query resolution (?step=XX)';
    throw badData(`exceeded maximum resolution of 11,000 points per timeseries. ${advice}`);
  }
  const limit = limitParameter(parameters);
  const query = parameters.get('query') ?? '';
  refuseUnlessPlottable(query);
  return ask(parts, request, limit, (options) =>
    parts.engine.range(parts.querier, query, startMs, endMs, stepMs, options),
  );
}

/** The query as it is written everywhere. */
export function formatQuery({ parameters }: PrometheusRequest): Success {
  return { data: [JSON.stringify(print(parsed(parameters.get('query') ?? '')))] };
}

function stepOf(parameters: URLSearchParams): number {
  const stepMs = Math.trunc(durationParameter(parameters, 'step'));
  if (stepMs > 0) return stepMs;
  const what = 'zero or negative query resolution step widths are not accepted';
  throw badParameter('step', `${what}. Try a positive integer`);
}

function refuseUnlessPlottable(query: string): void {
  const type = valueType(parsed(query));
  if (type === 'scalar' || type === 'vector') return;
  const what = `invalid expression type "${documentedType(type)}" for range query`;
  throw badParameter('query', `${what}, must be Scalar or instant Vector`);
}

/** A place is held until the answer was written: answers that nobody reads must not pile up. */
async function ask(
  { gate, clock, timeoutMs: longestMs }: QueryParts,
  { parameters, signal }: PrometheusRequest,
  limit: number,
  answer: (options: QueryOptions) => Promise<Result>,
): Promise<Success> {
  const timeoutMs = Math.min(optionalDuration(parameters, 'timeout') ?? longestMs, longestMs);
  const lookbackMs = lookbackOf(parameters);
  parsed(parameters.get('query') ?? '');
  const askedMs = clock.monotonicMs();
  const leave = await gate.enter(timeoutMs, signal).catch(tellNotLetIn);
  try {
    const remainingMs = timeoutMs - (clock.monotonicMs() - askedMs);
    const result = await answer({ signal, lookbackMs, timeoutMs: remainingMs });
    const warnings = exceeds(result, limit) ? [...result.warnings, TRUNCATED] : result.warnings;
    return { data: writeResult(result, limit), warnings, infos: result.infos, finished: leave };
  } catch (error) {
    leave();
    throw told(error, signal);
  }
}

function lookbackOf(parameters: URLSearchParams): number | undefined {
  const text = parameters.get('lookback_delta') ?? '';
  if (text === '') return undefined;
  try {
    const ms = readDuration(text);
    if (ms > 0) return ms;
    throw new Error(`it must be longer than nothing, got ${JSON.stringify(text)}`);
  } catch (error) {
    throw badData(`error parsing lookback delta duration: ${error instanceof Error ? error.message : error}`);
  }
}

function parsed(query: string) {
  try {
    return parse(query);
  } catch (error) {
    throw error instanceof ParseError ? badParameter('query', error.message) : error;
  }
}

const notLetIn = {
  full: ['unavailable', 'too many queries are waiting; try again later'],
  canceled: ['canceled', 'query was canceled in query queue'],
  timeout: ['timeout', 'query timed out in query queue'],
} as const;

function tellNotLetIn(error: unknown): never {
  if (!(error instanceof GateError)) throw error;
  const [type, message] = notLetIn[error.reason];
  throw new ApiFailure(type, message);
}

function told(error: unknown, signal: AbortSignal): unknown {
  if (error instanceof QueryError) return new ApiFailure(error.type, error.message);
  return signal.aborted ? new ApiFailure('canceled', 'query was canceled in query execution') : error;
}
