import type { FailureReason, SendFailure } from '../notifications/receiver.ts';

interface AsFarAsKnown {
  readonly retryAfterMs?: number | undefined;
  readonly status?: number | undefined;
}

/** An attempt that failed, on its way up to whoever records it. The message is for people, and holds no secret. */
export class SendError extends Error {
  readonly failure: SendFailure;

  constructor(
    reason: FailureReason,
    message: string,
    { retryable, retryAfterMs, status }: Pick<SendFailure, 'retryable'> & AsFarAsKnown,
  ) {
    super(message);
    this.name = 'SendError';
    this.failure = {
      ...{ outcome: 'failed', reason, message, retryable },
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
      ...(status === undefined ? {} : { status }),
    };
  }
}
