import type { LogLevel } from '../../logs/log-record.ts';
import { levelNamed, logLevels } from '../../logs/log-record.ts';

/** OpenTelemetry gives each level four numbers: 1 to 4 are trace, 21 to 24 fatal. */
const NUMBERS_A_LEVEL = 4;

/** The number counts; where there is none, the text. */
export function readLevel(number: number, text: string): LogLevel | null {
  const byNumber = number < 1 ? undefined : logLevels[Math.floor((number - 1) / NUMBERS_A_LEVEL)];
  return byNumber ?? levelNamed(text.trim()) ?? null;
}

/** The first of the level's numbers; 0, unspecified, for none. */
export function writeSeverity(level: LogLevel | null): number {
  return level === null ? 0 : logLevels.indexOf(level) * NUMBERS_A_LEVEL + 1;
}
