import type { Matcher } from '@seaworthy/promql';
import { ParseError, parse, parseDuration } from '@seaworthy/promql';
import { badParameter } from './answer.ts';

/** The whole time that a date can say. */
export const EARLIEST_MS = -8.64e15;
export const LATEST_MS = 8.64e15;

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const WRITTEN_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;
/** How Go writes the ends of its own time, which clients send for "all there is". */
const ENDS = new Map([
  ['-292273086-05-16T16:47:06Z', EARLIEST_MS],
  ['292277025-08-18T07:12:54.999999999Z', LATEST_MS],
]);
/** 2^63 nanoseconds. */
const LONGEST_MS = 9_223_372_036_854;

/** Seconds since 1970 or RFC 3339, in whole milliseconds. */
export function parseTime(text: string): number {
  const seconds = decimal(text);
  if (seconds !== undefined) return within(Math.floor(Math.round(seconds * 1e6) / 1e3), text);
  const end = ENDS.get(text);
  if (end !== undefined) return end;
  const ms = WRITTEN_TIME.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(ms)) throw new Error(noTime(text));
  return ms;
}

export function timeParameter(parameters: URLSearchParams, name: string): number {
  return reading(name, () => parseTime(parameters.get(name) ?? ''));
}

export function optionalTime(parameters: URLSearchParams, name: string, otherwise: number): number {
  const text = parameters.get(name) ?? '';
  if (text === '') return otherwise;
  const invalid = (message: string) => `Invalid time value for '${name}': ${message}`;
  return reading(name, () => parseTime(text), invalid);
}

/** Seconds, or a duration as in a query; in milliseconds. */
export function readDuration(text: string): number {
  const seconds = decimal(text);
  if (seconds !== undefined) {
    if (Math.abs(seconds * 1000) > LONGEST_MS) throw new Error(`${noDuration(text)}. It overflows int64`);
    return seconds * 1000;
  }
  const ms = parseDuration(text);
  if (typeof ms !== 'number') throw new Error(noDuration(text));
  return ms;
}

export function durationParameter(parameters: URLSearchParams, name: string): number {
  return reading(name, () => readDuration(parameters.get(name) ?? ''));
}

export function optionalDuration(parameters: URLSearchParams, name: string): number | undefined {
  return (parameters.get(name) ?? '') === '' ? undefined : durationParameter(parameters, name);
}

/** How many things are wanted at most; 0 and nothing mean all. */
export function limitParameter(parameters: URLSearchParams): number {
  const text = parameters.get('limit') ?? '';
  if (text === '') return Infinity;
  if (!/^[+-]?\d+$/.test(text)) {
    throw badParameter('limit', `strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`);
  }
  const limit = Number(text);
  if (limit < 0) throw badParameter('limit', 'limit must be non-negative');
  return limit === 0 ? Infinity : limit;
}

/** A list of matchers for each `match[]`. */
export function matcherLists(parameters: URLSearchParams): (readonly Matcher[])[] {
  return parameters.getAll('match[]').map((text) => reading('match[]', () => selector(text)));
}

function selector(text: string): readonly Matcher[] {
  const expr = parse(text);
  if (expr.type === 'vector_selector' && expr.offsetMs === 0 && !expr.at) return expr.matchers;
  if (expr.type === 'matrix_selector') throw new ParseError(text, text.indexOf('['), 'unexpected "["');
  throw new ParseError(text, 0, 'a series selector is wanted here, and nothing else');
}

function reading<T>(name: string, read: () => T, wrap = (message: string) => message): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw badParameter(name, wrap(shortened(error.message)));
  }
}

/** What Prometheus says of `{}` where it stands alone. */
function shortened(message: string): string {
  return message.includes('at least one non-empty matcher')
    ? 'match[] must contain at least one non-empty matcher'
    : message;
}

function decimal(text: string): number | undefined {
  return DECIMAL.test(text) ? Number(text) : undefined;
}

function within(ms: number, text: string): number {
  if (!(ms >= EARLIEST_MS && ms <= LATEST_MS)) throw new Error(noTime(text));
  return ms;
}

function noTime(text: string): string {
  return `cannot parse ${JSON.stringify(text)} to a valid timestamp`;
}

function noDuration(text: string): string {
  return `cannot parse ${JSON.stringify(text)} to a valid duration`;
}
