/**
 * The phi-quantile of ascending values by linear interpolation between the two nearest ranks. NaN for no values or a NaN
 * phi; -Inf below 0 and +Inf above 1.
 */
export function quantileOfSorted(phi: number, sorted: Float64Array): number {
  if (sorted.length === 0 || Number.isNaN(phi)) return NaN;
  if (phi < 0) return -Infinity;
  if (phi > 1) return Infinity;
  const rank = phi * (sorted.length - 1);
  const lower = Math.max(0, Math.floor(rank));
  const upper = Math.min(sorted.length - 1, lower + 1);
  const weight = rank - Math.floor(rank);
  return (sorted[lower] as number) * (1 - weight) + (sorted[upper] as number) * weight;
}

/** A sorted copy of values[from..to): NaN first, as the smallest. */
export function sortedCopy(values: Float64Array, from: number, to: number): Float64Array {
  const copy = values.slice(from, to).sort();
  let nans = 0;
  while (nans < copy.length && Number.isNaN(copy[copy.length - 1 - nans])) nans++;
  if (nans === 0) return copy;
  copy.copyWithin(nans, 0, copy.length - nans);
  return copy.fill(NaN, 0, nans);
}
