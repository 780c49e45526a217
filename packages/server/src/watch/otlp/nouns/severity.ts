import type { LogLevel } from '../../logs/log-record.ts';
import { logLevels } from '../../logs/log-record.ts';

/** OpenTelemetry gives each level four numbers: 1 to 4 are trace, 21 to 24 fatal. */
const NUMBERS_A_LEVEL = 4;

/** Words that writers use beside the levels' own. */
const words: Readonly<Record<string, LogLevel>> = {
  verbose: 'trace',
  information: 'info',
  notice: 'info',
  warning: 'warn',
  err: 'error',
  critical: 'fatal',
  crit: 'fatal',
  alert: 'fatal',
  emergency: 'fatal',
  emerg: 'fatal',
  panic: 'fatal',
};

/** The number counts; where there is none, the text. */
export function readLevel(number: number, text: string): LogLevel | null {
  const byNumber = number < 1 ? undefined : logLevels[Math.floor((number - 1) / NUMBERS_A_LEVEL)];
  if (byNumber !== undefined) return byNumber;
  const word = text.trim().toLowerCase();
  return logLevels.find((level) => level === word) ?? (Object.hasOwn(words, word) ? (words[word] ?? null) : null);
}

/** The first of the level's numbers; 0, unspecified, for none. */
export function writeSeverity(level: LogLevel | null): number {
  return level === null ? 0 : logLevels.indexOf(level) * NUMBERS_A_LEVEL + 1;
}
