import { parseRetryAfter } from './retry-after.ts';

type Headers = Readonly<Record<string, string | readonly string[] | undefined>> | { get(name: string): string | null };

/** An answer that was no success. */
export class HttpStatusError extends Error {
  override readonly name = 'HttpStatusError';
  readonly status: number;
  /** What the answer's `Retry-After` asks for. */
  readonly retryAfterMs: number | undefined;

  constructor(status: number, options: { what?: string; retryAfterMs?: number | undefined } = {}) {
    super(`${options.what ?? 'the request'} was answered with ${status}`);
    this.status = status;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/**
 * Throws when an answer is no success, so that a retry and a circuit breaker see it.
 *
 *     const answer = await request(url, { signal });
 *     requireSuccess(answer.statusCode, answer.headers);
 */
export function requireSuccess(status: number, headers: Headers, nowMs = Date.now()): void {
  if (status < 400) return;
  throw new HttpStatusError(status, { retryAfterMs: parseRetryAfter(read(headers), nowMs) });
}

function read(headers: Headers): string | undefined {
  if (typeof headers.get === 'function') return headers.get('retry-after') ?? undefined;
  const value = (headers as Readonly<Record<string, string | readonly string[] | undefined>>)['retry-after'];
  return typeof value === 'string' ? value : value?.[0];
}
