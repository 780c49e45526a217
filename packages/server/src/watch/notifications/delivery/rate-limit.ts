import type { RateLimit } from './policy.ts';

/** The earliest time at which one more may be sent; `sent` are the times of those before, oldest first. */
export function allowedAt(sent: readonly number[], limits: readonly RateLimit[], now: number): number {
  const free = limits.map(({ count, perMs }) => {
    const oldestThatCounts = sent.at(-count);
    return oldestThatCounts === undefined ? now : oldestThatCounts + perMs;
  });
  return Math.max(now, ...free);
}

/** What is older than this limits nothing. */
export function longestWindowMs(limits: readonly RateLimit[]): number {
  return Math.max(0, ...limits.map(({ perMs }) => perMs));
}
