import type { Level } from './level.ts';
import type { Logger } from './logger.ts';

export interface AnsweredRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly durationMs: number;
}

/** The access line of one answered request: an error from 500 on, a warning from 400 on. */
export function logRequest(logger: Logger, { method, path, status, durationMs }: AnsweredRequest): void {
  logger[levelOf(status)](`${method} ${path} ${status}`, { method, path, status, durationMs });
}

function levelOf(status: number): Level {
  if (status >= 500) return 'error';
  return status >= 400 ? 'warn' : 'info';
}
