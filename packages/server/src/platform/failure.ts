/** One place that is wrong, and how; a list of them tells all problems at once. */
export interface FailureDetail {
  /** A file, field or name. */
  readonly path: string;
  readonly message: string;
}

/** What a caller may do about a failure, beside its code and sentence. */
export interface FailurePolicy {
  /** What the user can do about it, as a sentence. */
  readonly hint?: string;
  /** The same call may succeed later without anybody mending anything. */
  readonly retryable?: boolean;
  readonly details?: readonly FailureDetail[];
  readonly cause?: unknown;
}

/**
 * An error that somebody outside is meant to read. The code is stable; the message says what went wrong,
 * the hint what to do. Each room derives its own class with its own union of codes.
 */
export class Failure<Code extends string = string> extends Error {
  readonly code: Code;
  readonly hint: string | undefined;
  readonly retryable: boolean;
  readonly details: readonly FailureDetail[];

  constructor(code: Code, message: string, policy: FailurePolicy = {}) {
    super(message, policy.cause === undefined ? undefined : { cause: policy.cause });
    this.name = new.target.name;
    this.code = code;
    this.hint = policy.hint;
    this.retryable = policy.retryable ?? false;
    this.details = policy.details ?? [];
  }
}
