import type { FailurePolicy } from '../platform/failure.ts';
import { Failure } from '../platform/failure.ts';

export type AccessErrorCode =
  | 'approval_over'
  | 'bad_request'
  | 'forbidden'
  | 'last_admin'
  | 'name_taken'
  | 'not_found'
  | 'password_refused'
  | 'rate_limited'
  | 'role_in_use'
  | 'second_factor_required'
  | 'unauthenticated'
  | 'unavailable';

/** What access refuses, by a code of the API's table. */
export class AccessError extends Failure<AccessErrorCode> {
  /** For `Retry-After`. */
  readonly retryAfterSeconds: number | undefined;

  constructor(code: AccessErrorCode, message: string, policy: FailurePolicy & { retryAfterMs?: number } = {}) {
    super(code, message, policy);
    this.retryAfterSeconds = policy.retryAfterMs === undefined ? undefined : Math.ceil(policy.retryAfterMs / 1000);
  }
}
