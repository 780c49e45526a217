/** Sets of series ids: sorted, distinct. */
export type Ids = Uint32Array;

export const NO_IDS: Ids = new Uint32Array(0);

export function intersect(a: Ids, b: Ids): Ids {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  const both = new Uint32Array(short.length);
  let found = 0;
  let at = 0;
  for (const id of short) {
    at = seek(long, at, id);
    if (at === long.length) break;
    if (long[at] === id) both[found++] = id;
  }
  return both.subarray(0, found);
}

export function without(ids: Ids, taken: Ids): Ids {
  if (taken.length === 0) return ids;
  const left = new Uint32Array(ids.length);
  let found = 0;
  let at = 0;
  for (const id of ids) {
    at = seek(taken, at, id);
    if (taken[at] !== id) left[found++] = id;
  }
  return left.subarray(0, found);
}

export function union(lists: readonly Ids[]): Ids {
  const [first = NO_IDS, ...others] = lists.filter((list) => list.length > 0);
  if (others.length === 0) return first;
  const all = new Uint32Array(lists.reduce((sum, list) => sum + list.length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  return distinct(all.sort());
}

function distinct(sorted: Uint32Array): Ids {
  let kept = 0;
  for (let index = 0; index < sorted.length; index++) {
    const id = sorted[index] as number;
    if (kept === 0 || sorted[kept - 1] !== id) sorted[kept++] = id;
  }
  return sorted.subarray(0, kept);
}

/** First place from `from` on whose id is not below `id`: strides that double, then a search between the last two. */
function seek(ids: Ids, from: number, id: number): number {
  let stride = 1;
  let low = from;
  let high = from;
  while (high < ids.length && (ids[high] as number) < id) {
    low = high + 1;
    high += stride;
    stride *= 2;
  }
  high = Math.min(high, ids.length);
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[middle] as number) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}
