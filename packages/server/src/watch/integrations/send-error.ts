import type { FailureReason, SendFailure } from '../notifications/receiver.ts';

/** An attempt that failed, on its way up to whoever records it. The message is for people, and holds no secret. */
export class SendError extends Error {
  readonly failure: SendFailure;

  constructor(
    reason: FailureReason,
    message: string,
    { retryable, retryAfterMs }: { readonly retryable: boolean; readonly retryAfterMs?: number | undefined },
  ) {
    super(message);
    this.name = 'SendError';
    const failure: SendFailure = { outcome: 'failed', reason, message, retryable };
    this.failure = retryAfterMs === undefined ? failure : { ...failure, retryAfterMs };
  }
}
