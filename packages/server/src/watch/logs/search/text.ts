import type { LogRecord } from '../log-record.ts';

/** What text and patterns are looked for in: everything that a record says, but for who says it. */
export function searchText({ message, fields, traceId, spanId }: LogRecord): string {
  return `${message}\n${JSON.stringify(fields)}\n${traceId ?? ''}\n${spanId ?? ''}`;
}

/** With the flag `i` and without `u`, letters beyond ASCII never equal those of ASCII: see `longestPlainRun`. */
export function escapeForRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/**
 * The longest part of a text that stands in a record's line just as it stands in the record: ASCII, and nothing that
 * JSON writes another way.
 */
export function longestPlainRun(text: string): string {
  const runs = text.match(/[ !#-[\]-~]+/g) ?? [];
  return runs.reduce((longest, run) => (run.length > longest.length ? run : longest), '');
}
