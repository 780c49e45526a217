/** What a caller may do about a failure, beside its code and sentence. */
export interface FailurePolicy {
  /** What the user can do about it, as a sentence. */
  readonly hint?: string;
  /** The same call may succeed later without anybody mending anything. */
  readonly retryable?: boolean;
  /** Facts for a screen or a log: names, paths, counts. Never secrets. */
  readonly details?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/**
 * An error that somebody outside is meant to read. The code is stable; the message says what went wrong,
 * the hint what to do. Each room derives its own class with its own union of codes.
 */
export class Failure<Code extends string = string> extends Error {
  readonly code: Code;
  readonly hint: string;
  readonly retryable: boolean;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: Code, message: string, policy: FailurePolicy = {}) {
    super(message, policy.cause === undefined ? undefined : { cause: policy.cause });
    this.name = new.target.name;
    this.code = code;
    this.hint = policy.hint ?? '';
    this.retryable = policy.retryable ?? false;
    this.details = policy.details ?? {};
  }
}
