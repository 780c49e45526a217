import type { Clock } from '../platform/clock.ts';

/** How often each caller may change something: a bucket that refills steadily. */
export interface ChangeLimit {
  /** Zero when the change may go on, else how long to wait. */
  take(caller: string): number;
}

const callersAtMost = 10_000;

export function createChangeLimit(perMinute: number, clock: Pick<Clock, 'monotonicMs'>): ChangeLimit {
  const buckets = new Map<string, { left: number; atMs: number }>();
  const perMs = perMinute / 60_000;
  return {
    take(caller) {
      const now = clock.monotonicMs();
      const bucket = buckets.get(caller) ?? { left: perMinute, atMs: now };
      const left = Math.min(perMinute, bucket.left + (now - bucket.atMs) * perMs);
      buckets.delete(caller);
      buckets.set(caller, { left: left < 1 ? left : left - 1, atMs: now });
      forgetOldest(buckets);
      return left < 1 ? (1 - left) / perMs : 0;
    },
  };
}

/** Those who changed nothing for the longest time have full buckets anyway. */
function forgetOldest(buckets: Map<string, unknown>): void {
  if (buckets.size <= callersAtMost) return;
  const [oldest] = buckets.keys();
  if (oldest !== undefined) buckets.delete(oldest);
}
