import { emptyRoot, nodeHash } from './tree-hash.ts';

/** The hash of a complete subtree: node `index` of `level`, counted from the left; level 0 are the leaves. */
export type ReadNode = (level: number, index: number) => Promise<Buffer>;

/** The root over the leaves from `begin` to before `end`, where `begin` is where a subtree of the tree begins. */
export async function subtreeRoot(read: ReadNode, begin: number, end: number): Promise<Buffer> {
  const size = end - begin;
  if (size === 0) return emptyRoot();
  const level = Math.log2(size);
  if (Number.isInteger(level)) return read(level, begin / size);
  const middle = begin + splitOf(size);
  return nodeHash(await subtreeRoot(read, begin, middle), await subtreeRoot(read, middle, end));
}

/** The largest power of two that is smaller than `size`. */
export function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/** The index, in the level above, of the node over node `index`. */
export function parentOf(index: number): number {
  return Math.floor(index / 2);
}

/** The peaks of the tree over the first `size` leaves. */
export async function peaksAt(read: ReadNode, size: number): Promise<Buffer[]> {
  const peaks: Buffer[] = [];
  for (let begin = 0; begin < size; ) {
    const left = size - begin;
    const width = Number.isInteger(Math.log2(left)) ? left : splitOf(left);
    peaks.push(await read(Math.log2(width), begin / width));
    begin += width;
  }
  return peaks;
}
