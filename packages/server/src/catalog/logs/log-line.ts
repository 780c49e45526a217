import type { LogLine } from '@seaworthy/api';

/** Longer lines are cut: a line is to be read, and one service must not fill the memory of all. */
export const maxLineBytes = 64 * 1024;

const timeKeys = ['timestamp', 'time', 'ts', '@timestamp'];
const messageKeys = ['message', 'msg'];
const levelKeys = ['level', 'severity'];

/** pino and bunyan write levels as numbers. */
const numberedLevels: Readonly<Record<number, string>> = {
  10: 'trace',
  20: 'debug',
  30: 'info',
  40: 'warn',
  50: 'error',
  60: 'fatal',
};

/** A line as an instance wrote it: a JSON object is taken apart by the names that loggers use, all else is a message. */
export function parseLogLine(instance: string, text: string): LogLine {
  const record = parseRecord(text);
  if (record === undefined) return { time: null, instance, level: null, message: text, fields: {} };
  const { value: time, rest: withoutTime } = pick(record, timeKeys);
  const { value: level, rest: withoutLevel } = pick(withoutTime, levelKeys);
  const { value: message, rest: fields } = pick(withoutLevel, messageKeys);
  return {
    time: toTime(time),
    instance,
    level: toLevel(level),
    message: message === undefined ? '' : String(message),
    fields,
  };
}

function parseRecord(text: string): Record<string, unknown> | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON after all: the line is shown as it is.
    return undefined;
  }
}

function pick(record: Record<string, unknown>, keys: readonly string[]) {
  const key = keys.find((name) => record[name] !== undefined);
  if (key === undefined) return { value: undefined, rest: record };
  const { [key]: value, ...rest } = record;
  return { value, rest };
}

function toTime(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null;
  const ms = typeof value === 'number' && value < secondsBelow ? value * 1000 : value;
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** Smaller numbers are seconds since 1970, larger ones milliseconds. */
const secondsBelow = 1e11;

function toLevel(value: unknown): string | null {
  if (typeof value === 'string') return value.toLowerCase();
  return typeof value === 'number' ? (numberedLevels[value] ?? null) : null;
}
