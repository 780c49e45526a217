import type { Backoff } from '../../../platform/backoff.ts';

/** So many within so long. */
export interface RateLimit {
  readonly count: number;
  readonly perMs: number;
}

export interface DeliveryPolicy {
  /** An attempt without a result after this long has failed. */
  readonly attemptTimeoutMs: number;
  /** When a notification is given up, counted from the moment at which it was queued. */
  readonly deadlineMs: number;
  readonly backoff: Backoff;
  /** For each integration of the receiver; critical notifications pass, and are not counted. */
  readonly limits: (receiver: string) => readonly RateLimit[];
  /** Attempts at the same time through one integration. */
  readonly parallel: number;
  /** A receiver that fails for this long is told of; one that refuses is told of at once. */
  readonly failingAfterMs: number;
  /** How long what was sent can be looked up. */
  readonly keepMs: number;
}

export const defaultPolicy: DeliveryPolicy = {
  attemptTimeoutMs: 15_000,
  deadlineMs: 3_600_000,
  backoff: { initialMs: 1_000, maxMs: 60_000, factor: 2, jitter: 0.3 },
  limits: () => [
    { count: 30, perMs: 60_000 },
    { count: 300, perMs: 3_600_000 },
  ],
  parallel: 4,
  failingAfterMs: 60_000,
  keepMs: 30 * 86_400_000,
};
