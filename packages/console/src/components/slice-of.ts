/** Which part of a long list is drawn, and how much room the rest takes. */
export interface Slice {
  readonly first: number;
  /** The first that is not drawn. */
  readonly end: number;
  readonly beforePx: number;
  readonly afterPx: number;
}

/** Where each of `count` rows begins, and at last where the list ends. */
export function topsOf(count: number, heightOf: (index: number) => number): Float64Array {
  const tops = new Float64Array(count + 1);
  for (let index = 0; index < count; index += 1) tops[index + 1] = (tops[index] ?? 0) + heightOf(index);
  return tops;
}

/** What is seen of the list from `topPx` on, and `sparePx` more on both sides. */
export function sliceOf(tops: Float64Array, topPx: number, viewPx: number, sparePx: number): Slice {
  const count = tops.length - 1;
  const first = rowAt(tops, topPx - sparePx);
  const end = Math.min(count, rowAt(tops, topPx + viewPx + sparePx) + 1);
  const totalPx = tops[count] ?? 0;
  return { first, end, beforePx: tops[first] ?? 0, afterPx: totalPx - (tops[end] ?? totalPx) };
}

/** The row that this place is in; the first or the last one for what lies outside. */
export function rowAt(tops: Float64Array, px: number): number {
  let low = 0;
  let high = Math.max(0, tops.length - 2);
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((tops[middle] ?? 0) <= px) low = middle;
    else high = middle - 1;
  }
  return low;
}
