import { CliError } from '../failure.ts';
import { parseSpan } from './duration.ts';

const SECONDS = /^\d+(?:\.\d+)?$/;
/** Without its zone, a time would be another one on each machine. */
const WRITTEN = /^\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:\d\d))?$/;
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|[smhdw]))+$/;

/** A point in time as people write it, in milliseconds: RFC 3339, seconds since 1970, `now`, or how long ago (`5m`, `1h30m`). */
export function parseWhen(text: string, nowMs: number): number {
  if (text === 'now') return nowMs;
  if (SECONDS.test(text)) return Math.round(Number(text) * 1000);
  if (DURATION.test(text)) return nowMs - parseSpan(text);
  const ms = WRITTEN.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(ms)) return ms;
  const hint = 'Write 2026-03-01T10:00:00Z, seconds since 1970, now, or how long ago: 5m.';
  throw new CliError('usage', `"${text}" is no point in time.`, { hint });
}
