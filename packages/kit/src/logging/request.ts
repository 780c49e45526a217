import type { Fields } from './fields.ts';
import type { Level } from './level.ts';
import type { Logger } from './logger.ts';

export interface AnsweredRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly durationMs: number;
  /** Further fields of the line: the route, the client, how much was sent. */
  readonly fields?: Fields;
}

/** The access line of one answered request: an error from 500 on, a warning from 400 on. */
export function logRequest(logger: Logger, { method, path, status, durationMs, fields }: AnsweredRequest): void {
  logger[levelOf(status)](oneMessage(`${method} ${path} ${status}`), { method, path, status, durationMs, ...fields });
}

/** A `%` in a path is no placeholder. */
function oneMessage(text: string): string {
  return text.replaceAll('%', '%%');
}

function levelOf(status: number): Level {
  if (status >= 500) return 'error';
  return status >= 400 ? 'warn' : 'info';
}
