/** Below this many values insertion beats the engine's sort, and needs no copy of its own. */
const FEW = 64;
let scratch = new Float64Array(FEW);

/**
 * The phi-quantile of values[from..to) by linear interpolation between the two nearest ranks; NaN counts as the smallest
 * value. NaN for no values or a NaN phi; -Inf below 0 and +Inf above 1.
 */
export function quantileOf(phi: number, values: Float64Array, from: number, to: number): number {
  if (from >= to || Number.isNaN(phi)) return NaN;
  if (phi < 0) return -Infinity;
  if (phi > 1) return Infinity;
  const count = to - from;
  const sorted = sortedInScratch(values, from, to);
  const rank = phi * (count - 1);
  const lower = Math.max(0, Math.floor(rank));
  const upper = Math.min(count - 1, lower + 1);
  const weight = rank - Math.floor(rank);
  return (sorted[lower] as number) * (1 - weight) + (sorted[upper] as number) * weight;
}

/** The values in ascending order, NaN first, at the beginning of an array that the next call overwrites. */
function sortedInScratch(values: Float64Array, from: number, to: number): Float64Array {
  const count = to - from;
  if (scratch.length < count) scratch = new Float64Array(count * 2);
  let nans = 0;
  for (let i = from; i < to; i++) if (Number.isNaN(values[i])) scratch[nans++] = NaN;
  let next = nans;
  for (let i = from; i < to; i++) if (!Number.isNaN(values[i])) scratch[next++] = values[i] as number;
  if (count <= FEW) insertionSort(scratch, nans, count);
  else scratch.subarray(nans, count).sort();
  return scratch;
}

function insertionSort(values: Float64Array, from: number, to: number): void {
  for (let i = from + 1; i < to; i++) {
    const value = values[i] as number;
    let place = i;
    while (place > from && (values[place - 1] as number) > value) {
      values[place] = values[place - 1] as number;
      place--;
    }
    values[place] = value;
  }
}
