/** One bucket of a classic histogram: how many observations were at most `upperBound`. */
export interface Bucket {
  readonly upperBound: number;
  count: number;
}

/** Counts that differ less than this, relatively, differ by floating point noise. */
const NOISE = 1e-12;

/**
 * Sorts by bound, adds up buckets of the same bound, and makes counts ascend: a smaller count than before is raised.
 * `undefined` without a +Inf bucket, for then nothing says how many observations there were. `wasForced` tells that
 * a count was raised by more than noise.
 */
export function normalizeBuckets(raw: readonly Bucket[]): { buckets: Bucket[]; wasForced: boolean } | undefined {
  const sorted = [...raw].sort((a, b) => (a.upperBound < b.upperBound ? -1 : a.upperBound > b.upperBound ? 1 : 0));
  if (sorted.at(-1)?.upperBound !== Infinity) return undefined;
  const buckets = addUpEqualBounds(sorted);
  return { buckets, wasForced: raiseToAscend(buckets) };
}

function addUpEqualBounds(sorted: readonly Bucket[]): Bucket[] {
  const buckets: Bucket[] = [];
  for (const { upperBound, count } of sorted) {
    const last = buckets.at(-1);
    if (last?.upperBound === upperBound) last.count += count;
    else buckets.push({ upperBound, count });
  }
  return buckets;
}

function raiseToAscend(buckets: readonly Bucket[]): boolean {
  let wasForced = false;
  let before = buckets[0]?.count ?? 0;
  for (const bucket of buckets) {
    if (isNoise(before, bucket.count)) bucket.count = before;
    else if (bucket.count < before) {
      bucket.count = before;
      wasForced = true;
    } else before = bucket.count;
  }
  return wasForced;
}

function isNoise(a: number, b: number): boolean {
  return a !== b && Math.abs(a - b) < NOISE * Math.min(Math.abs(a) + Math.abs(b), Number.MAX_VALUE);
}
