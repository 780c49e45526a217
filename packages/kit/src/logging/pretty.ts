import type { LogDestination, LogSink } from './destination.ts';
import { closeDestination, flushDestination } from './destination.ts';
import type { Level } from './level.ts';
import { parseLevel } from './level.ts';

const colours: Readonly<Record<Level, number>> = { trace: 90, debug: 36, info: 32, warn: 33, error: 31, fatal: 35 };
const shownApart: ReadonlySet<string> = new Set([
  'timestamp',
  'level',
  'logger',
  'message',
  'pid',
  'context',
  'exception',
]);

/** Turns each JSON line into text for people; in colour when the destination is a terminal. */
export function prettyOutput(destination: LogDestination): LogSink {
  const isTerminal = 'isTTY' in destination && destination.isTTY === true;
  return {
    write: (line) => void destination.write(`${formatPretty(line, isTerminal)}\n`),
    flush: () => flushDestination(destination),
    close: () => closeDestination(destination),
  };
}

/** `12:00:00.000 INFO  doorbell  face recognised  durationMs=41 correlationId=…`, and beneath it the stack of an exception. */
export function formatPretty(line: string, inColour = false): string {
  const record = JSON.parse(line) as Record<string, unknown>;
  const level = parseLevel(String(record['level']));
  const label = level.toUpperCase().padEnd(5);
  const own = Object.entries(record).filter(([name]) => !shownApart.has(name));
  const fields = [...own, ...Object.entries(record['context'] ?? {})].map(
    ([name, value]) => `${name}=${inLine(value)}`,
  );
  const head = [
    String(record['timestamp']),
    inColour ? `\u001b[${colours[level]}m${label}\u001b[0m` : label,
    visible(String(record['logger'])),
    visible(String(record['message'])),
    ...(fields.length > 0 ? [visible(fields.join(' '))] : []),
  ].join('  ');
  return record['exception'] === undefined ? head : `${head}\n${stackOf(record['exception'])}`;
}

function inLine(value: unknown): string {
  return typeof value === 'string' && !/[\s"=]/.test(value) ? value : JSON.stringify(value);
}

function stackOf(exception: unknown, indent = '    '): string {
  const { type, message, stack, cause, errors } = exception as Record<string, unknown>;
  const text = typeof stack === 'string' ? stack : `${type}: ${message}`;
  const lines = text.split('\n').map((line) => indent + visible(line.trim()));
  for (const part of [cause, ...(Array.isArray(errors) ? errors : [])]) {
    if (typeof part === 'object' && part !== null) lines.push(`${indent}caused by`, stackOf(part, `${indent}    `));
  }
  return lines.join('\n');
}

/** A line stays one line, and what was logged gives a terminal no orders. */
function visible(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (control) => escapes.get(control) ?? codeOf(control));
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

function codeOf(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
