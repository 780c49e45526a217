import type { LogLine } from '@seaworthy/api';
import type { Style } from '../terminal/style.ts';

const levels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** A line without a level, or with one that nobody knows, is never left out. */
export function isAtLeast({ level }: LogLine, wanted: string | undefined): boolean {
  if (wanted === undefined || level === null) return true;
  const place = levels.indexOf(level.toLowerCase());
  return place === -1 || place >= levels.indexOf(wanted.toLowerCase());
}

/** `10:00:00.123 doorbell-green-1 info   listening  port=40002`. */
export function lineText({ time, instance, level, message, fields }: LogLine, style: Style): string {
  const clock = time === null ? '            ' : time.slice(11, 23);
  const word = levelWord(level, style);
  const extra = Object.entries(fields).map(([name, value]) => `${name}=${valueText(value)}`);
  return `${style.dim(`${clock} ${instance}`)} ${word} ${message}${extra.length === 0 ? '' : style.dim(`  ${extra.join(' ')}`)}`;
}

function levelWord(level: string | null, style: Style): string {
  const word = (level ?? '').padEnd(5);
  if (level === 'error' || level === 'fatal') return style.bad(word);
  return level === 'warn' ? style.doubtful(word) : word;
}

function valueText(value: unknown): string {
  return typeof value === 'string' && !/\s/.test(value) ? value : JSON.stringify(value);
}
