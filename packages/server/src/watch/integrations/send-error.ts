import { Failure } from '../../platform/failure.ts';
import type { FailureReason, SendFailure } from '../notifications/receiver.ts';

/** An attempt that failed; the message is for people, and holds no secret. */
export class SendError extends Failure<FailureReason> {
  readonly retryAfterMs: number | undefined;

  constructor(
    reason: FailureReason,
    message: string,
    policy: { retryable: boolean; retryAfterMs?: number | undefined },
  ) {
    super(reason, message, { retryable: policy.retryable });
    this.retryAfterMs = policy.retryAfterMs;
  }

  get failure(): SendFailure {
    const { code, message, retryable, retryAfterMs } = this;
    const failure: SendFailure = { outcome: 'failed', reason: code, message, retryable };
    return retryAfterMs === undefined ? failure : { ...failure, retryAfterMs };
  }
}
