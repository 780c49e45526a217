import type { Bucket } from './buckets.ts';

/** The share of observations between two values, taking them to be spread evenly inside a bucket. */
export function bucketFraction(lower: number, upper: number, buckets: readonly Bucket[]): number {
  const total = buckets.at(-1)?.count ?? 0;
  if (buckets.length < 2 || total === 0 || Number.isNaN(total) || Number.isNaN(lower) || Number.isNaN(upper))
    return NaN;
  if (lower >= upper) return 0;
  return (countBelow(upper, buckets, total) - countBelow(lower, buckets, total)) / total;
}

function countBelow(value: number, buckets: readonly Bucket[], total: number): number {
  for (const [i, bucket] of buckets.entries()) {
    if (bucket.upperBound < value) continue;
    const below = buckets[i - 1];
    const start = below?.upperBound ?? (bucket.upperBound > 0 ? 0 : -Infinity);
    const rank = below?.count ?? 0;
    if (value <= start) return rank;
    if (value === bucket.upperBound) return bucket.count;
    return Math.min(total, between(rank, bucket.count, (value - start) / (bucket.upperBound - start)));
  }
  return total;
}

/** In a bucket without a lower end nothing can be told apart: all of its observations are at its bound. */
function between(from: number, to: number, share: number): number {
  return Number.isFinite(share) ? from + (to - from) * share : from;
}
