import type { ReadNode } from './subtree.ts';
import { parentOf, splitOf, subtreeRoot } from './subtree.ts';
import { nodeHash } from './tree-hash.ts';

/** RFC 9162, 2.1.3.1: the siblings on the way from leaf `index` to the root of the first `size` leaves. */
export async function inclusionProof(read: ReadNode, index: number, size: number): Promise<Buffer[]> {
  if (!(index >= 0 && index < size)) throw new RangeError(`leaf ${index} is not in a tree of ${size}`);
  return path(read, index, 0, size);
}

async function path(read: ReadNode, index: number, begin: number, end: number): Promise<Buffer[]> {
  if (end - begin === 1) return [];
  const middle = begin + splitOf(end - begin);
  return index < middle
    ? [...(await path(read, index, begin, middle)), await subtreeRoot(read, middle, end)]
    : [...(await path(read, index, middle, end)), await subtreeRoot(read, begin, middle)];
}

export interface Inclusion {
  readonly leaf: Buffer;
  readonly index: number;
  readonly size: number;
  readonly root: Buffer;
  readonly proof: readonly Buffer[];
}

/** RFC 9162, 2.1.3.2. */
export function isIncluded({ leaf, index, size, root, proof }: Inclusion): boolean {
  if (!(index >= 0 && index < size)) return false;
  let [first, last, node] = [index, size - 1, leaf];
  for (const sibling of proof) {
    if (last === 0) return false;
    if (first % 2 === 1 || first === last) {
      node = nodeHash(sibling, node);
      while (first % 2 === 0 && first !== 0) [first, last] = [parentOf(first), parentOf(last)];
    } else {
      node = nodeHash(node, sibling);
    }
    [first, last] = [parentOf(first), parentOf(last)];
  }
  return last === 0 && node.equals(root);
}
