import type { Loss } from './upstream-connection.ts';

/** Methods whose repetition means the same as one request (RFC 9110 9.2.2). */
const IDEMPOTENT = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);

export function isIdempotent(method: string): boolean {
  return IDEMPOTENT.has(method);
}

export interface FailedAttempt {
  readonly loss: Loss;
  readonly attempts: number;
  readonly retries: number;
  readonly method: string;
  readonly hasBody: boolean;
  /** The connection had served a request before. */
  readonly wasKept: boolean;
  readonly hasAnswerBytes: boolean;
}

/**
 * A connection that never opened took no byte, so any request may be sent again. One that was kept and is found closed most likely
 * closed before the request arrived; that is certain enough only for idempotent requests without a body (RFC 9110 9.2.2, RFC 9112 9.3.1).
 */
export function mayRetry(failed: FailedAttempt): boolean {
  if (failed.attempts > failed.retries) return false;
  if (failed.loss === 'not-connected') return true;
  return (
    failed.loss === 'closed' &&
    failed.wasKept &&
    !failed.hasAnswerBytes &&
    !failed.hasBody &&
    isIdempotent(failed.method)
  );
}
