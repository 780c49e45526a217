import { createLogger } from './line-logger.ts';
import type { Logger, LoggerOptions } from './logger.ts';

export interface RecordedLogger {
  readonly logger: Logger;
  readonly text: () => string;
  readonly lines: () => Record<string, unknown>[];
  readonly last: () => Record<string, unknown>;
}

/** A logger whose lines are kept, to be read back. */
export function recordedLogger(options: Partial<LoggerOptions> = {}): RecordedLogger {
  const written: string[] = [];
  const destination = { write: (line: string) => void written.push(line) };
  const parse = (line: string) => JSON.parse(line) as Record<string, unknown>;
  return {
    logger: createLogger({ name: 'test', level: 'trace', destination, ...options }),
    text: () => written.join(''),
    lines: () => written.map(parse),
    last: () => parse(written.at(-1) ?? '{}'),
  };
}
