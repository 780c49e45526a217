import type { LogLine } from '@seaworthy/api';
import type { Style } from '../terminal/style.ts';

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
  if (level === 'warn') return style.doubtful(word);
  return level === 'debug' || level === 'trace' ? style.dim(word) : word;
}

function valueText(value: unknown): string {
  return typeof value === 'string' && !/\s/.test(value) ? value : JSON.stringify(value);
}
