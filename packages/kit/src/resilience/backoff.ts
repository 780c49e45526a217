export interface Backoff {
  readonly baseMs: number;
  readonly maxMs: number;
  /** 0.1: up to a tenth less or more, so that many clients do not come back in the same moment. */
  readonly jitter: number;
}

/** The wait before retry number `retry` (1, 2, …): base, doubled each time, jittered, never above the maximum. */
export function backoffMs(retry: number, { baseMs, maxMs, jitter }: Backoff, random: () => number): number {
  const plainMs = Math.min(maxMs, baseMs * 2 ** (retry - 1));
  return Math.min(maxMs, plainMs * (1 + jitter * (2 * random() - 1)));
}
