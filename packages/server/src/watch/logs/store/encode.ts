import type { LogLevel, LogRecord } from '../log-record.ts';
import { logLevels } from '../log-record.ts';

/** A longer message is cut. */
export const maxMessageChars = 64 * 1024;
/** A record whose line would be longer loses its fields. */
export const maxLineBytes = 256 * 1024;

/** Times of 13 digits, 2001 to 2286: what lies outside is a clock that was never set. */
const [firstMs, lastMs] = [1e12, 1e13 - 1];
/** `{"t":` stands before the time, `,"l":"` between it and the level's first letter. */
const [timeAt, timeDigits, levelAt] = [5, 13, 24];
const zero = 0x30;
const levelLetters: ReadonlyMap<number, number> = new Map(
  logLevels.map((level, index) => [level.charCodeAt(0), index]),
);
/** Counts and filters know records without a level as this one. */
export const noLevel = logLevels.length;

/**
 * One record as a line of JSON, its end included. Time and level stand first and at fixed places, so that a search can
 * pass over a line without parsing it. Undefined for what JSON cannot hold.
 */
export function encodeRecord(record: LogRecord): string | undefined {
  try {
    const line = lineOf(record, record.fields);
    return line.length <= maxLineBytes ? line : lineOf(record, { cutBytes: JSON.stringify(record.fields).length });
  } catch {
    return undefined;
  }
}

function lineOf(record: LogRecord, fields: LogRecord['fields']): string {
  const { timeMs, level, service, instance, message, traceId, spanId } = record;
  const time = Math.trunc(Math.min(Math.max(timeMs, firstMs), lastMs));
  const trace = traceId === undefined ? '' : `,"tr":"${traceId}"`;
  const span = spanId === undefined ? '' : `,"sp":"${spanId}"`;
  const text = message.length > maxMessageChars ? message.slice(0, maxMessageChars) : message;
  return `{"t":${time},"l":${level === null ? 'null' : `"${level}"`},"s":${JSON.stringify(service)},"i":${JSON.stringify(instance)},"m":${JSON.stringify(text)},"f":${JSON.stringify(fields)}${trace}${span}}\n`;
}

/** Whether a time can be stored as it is. */
export function isStorableTime(timeMs: number): boolean {
  return timeMs >= firstMs && timeMs <= lastMs;
}

/** Undefined for a line that is none of ours: somebody or some fault wrote into the file. */
export function decodeRecord(line: string): LogRecord | undefined {
  try {
    const { t, l, s, i, m, f, tr, sp } = JSON.parse(line) as Readonly<Record<string, unknown>>;
    const isWhole = typeof t === 'number' && typeof s === 'string' && typeof i === 'string' && typeof m === 'string';
    if (!isWhole || typeof f !== 'object' || f === null || !isLevel(l)) return undefined;
    return {
      timeMs: t,
      service: s,
      instance: i,
      level: l,
      message: m,
      fields: f as LogRecord['fields'],
      ...(typeof tr === 'string' ? { traceId: tr } : {}),
      ...(typeof sp === 'string' ? { spanId: sp } : {}),
    };
  } catch {
    return undefined;
  }
}

function isLevel(value: unknown): value is LogLevel | null {
  return value === null || (logLevels as readonly unknown[]).includes(value);
}

/** Of the line that begins at `start`; NaN when it is none of ours. */
export function timeOfLine(bytes: Uint8Array, start: number): number {
  let timeMs = 0;
  for (let at = start + timeAt; at < start + timeAt + timeDigits; at++) {
    const digit = (bytes[at] ?? 0) - zero;
    if (digit < 0 || digit > 9) return Number.NaN;
    timeMs = timeMs * 10 + digit;
  }
  return timeMs;
}

/** Index into `logLevels`, or `noLevel`. */
export function levelOfLine(bytes: Uint8Array, start: number): number {
  return levelLetters.get(bytes[start + levelAt] ?? 0) ?? noLevel;
}

export function levelIndex(level: LogLevel | null): number {
  return level === null ? noLevel : logLevels.indexOf(level);
}
