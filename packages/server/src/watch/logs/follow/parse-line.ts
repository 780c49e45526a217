import type { LogLevel, LogRecord } from '../log-record.ts';
import { levelNamed } from '../log-record.ts';
import { valueAt } from '../search/field-condition.ts';
import { isStorableTime } from '../store/encode.ts';

export type ParsedLine = Omit<LogRecord, 'service' | 'instance' | 'timeMs'> & { readonly timeMs: number | undefined };

const timeKeys = ['timestamp', 'time', 'ts', '@timestamp'];
const messageKeys = ['message', 'msg'];
const levelKeys = ['level', 'severity'];
const traceKeys = ['traceId', 'trace_id', 'context.traceId', 'context.trace_id'];
const spanKeys = ['spanId', 'span_id', 'context.spanId', 'context.span_id'];

/** A line as a program wrote it: a JSON object is taken apart by the names that loggers use, all else is a message. */
export function parseLine(text: string): ParsedLine {
  const record = parseObject(text);
  if (record === undefined) return { timeMs: undefined, level: levelOfPlain(text), message: text, fields: {} };
  const rest = { ...record };
  const timeMs = toTime(pick(rest, timeKeys, (value) => toTime(value) !== undefined));
  const level = levelNamed(pick(rest, levelKeys, (value) => levelNamed(value) !== undefined)) ?? null;
  const message = pick(rest, messageKeys, (value) => typeof value === 'string' || typeof value === 'number');
  return {
    timeMs,
    level,
    message: message === undefined ? '' : String(message),
    fields: rest,
    ...hexField('traceId', rest, traceKeys, 32),
    ...hexField('spanId', rest, spanKeys, 16),
  };
}

export function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON after all: the line is kept as it is.
    return undefined;
  }
}

/** What is understood leaves the fields; what is not stays there to be read. */
function pick(fields: Record<string, unknown>, keys: readonly string[], isUnderstood: (value: unknown) => boolean) {
  const key = keys.find((name) => fields[name] !== undefined && isUnderstood(fields[name]));
  if (key === undefined) return undefined;
  const value = fields[key];
  delete fields[key];
  return value;
}

function toTime(value: unknown): number | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const ms = typeof value === 'number' ? (value < secondsBelow ? value * 1000 : value) : Date.parse(value);
  return isStorableTime(ms) ? Math.trunc(ms) : undefined;
}

/** Smaller numbers are seconds since 1970, larger ones milliseconds. */
const secondsBelow = 1e11;

function hexField<K extends 'traceId' | 'spanId'>(
  name: K,
  fields: Readonly<Record<string, unknown>>,
  keys: readonly string[],
  digits: number,
): { readonly [P in K]?: string } {
  for (const key of keys) {
    const value = valueAt(fields, key);
    if (typeof value !== 'string' || value.length !== digits || !/^[0-9a-f]+$/i.test(value)) continue;
    return { [name]: value.toLowerCase() } as { readonly [P in K]?: string };
  }
  return {};
}

/** Where a plain line names its level: `ERROR: …`, `2030-01-01 12:00:00 [warn] …`, `level=info …`, or a thrown error. */
const named = /(?:^|[\s[(|])(TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL)(?=[\s\]):|]|$)/;
const bracketed = /\[(trace|debug|info|warn|warning|error|fatal|critical)\]|\blevel=(\w+)/i;
const thrown = /^(?:Uncaught )?\w*(?:Error|Exception)\b.{0,40}:/;
const headChars = 80;

function levelOfPlain(text: string): LogLevel | null {
  const head = text.slice(0, headChars);
  const name =
    named.exec(head)?.[1] ??
    bracketed
      .exec(head)
      ?.slice(1)
      .find((each) => each !== undefined);
  return levelNamed(name) ?? (thrown.test(head) ? 'error' : null);
}
