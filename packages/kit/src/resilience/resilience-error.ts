export type ResilienceCode = 'timed_out' | 'circuit_open' | 'bulkhead_full' | 'rate_limited';

const hints: Readonly<Record<ResilienceCode, string>> = {
  timed_out: 'Look at what was called; give it more time only when it is known to need it.',
  circuit_open: 'Do without it, or try again later: it failed too often just now, and is tried again by itself.',
  bulkhead_full: 'Try again in a moment, or let more calls run or wait at once.',
  rate_limited: 'Call less often, wait longer for a turn, or allow more calls a second.',
};

/** A call was ended, or not even begun, by the protection around it. */
export class ResilienceError extends Error {
  override readonly name = 'ResilienceError';
  readonly code: ResilienceCode;
  /** What to do about it. */
  readonly hint: string;
  /** When a next try has a chance, where that is known. */
  readonly retryAfterMs: number | undefined;

  constructor(code: ResilienceCode, message: string, retryAfterMs?: number) {
    super(message);
    this.code = code;
    this.hint = hints[code];
    this.retryAfterMs = retryAfterMs;
  }
}
