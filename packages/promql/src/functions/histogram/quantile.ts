import type { Bucket } from './buckets.ts';

/**
 * The phi-quantile of normalized buckets, taking observations to be spread evenly inside a bucket. In the +Inf bucket it
 * is the largest finite bound; the lowest bucket starts at 0 if its bound is positive, else it is that bound.
 */
export function bucketQuantile(phi: number, buckets: readonly Bucket[]): number {
  const total = buckets.at(-1)?.count ?? 0;
  if (buckets.length < 2 || total === 0 || Number.isNaN(total)) return NaN;
  const rank = phi * total;
  const found = buckets.findIndex((bucket) => bucket.count >= rank);
  if (found < 0 || found >= buckets.length - 1) return buckets.at(-2)?.upperBound ?? NaN;
  const bucket = buckets[found] as Bucket;
  const below = buckets[found - 1];
  if (!below && bucket.upperBound <= 0) return bucket.upperBound;
  const start = below?.upperBound ?? 0;
  const countBelow = below?.count ?? 0;
  return start + (bucket.upperBound - start) * ((rank - countBelow) / (bucket.count - countBelow));
}
