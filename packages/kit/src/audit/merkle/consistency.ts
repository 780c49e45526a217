import type { ReadNode } from './subtree.ts';
import { parentOf, splitOf, subtreeRoot } from './subtree.ts';
import { nodeHash } from './tree-hash.ts';

/** RFC 9162, 2.1.4.1: shows that the tree of `from` leaves is the beginning of the tree of `to` leaves. */
export async function consistencyProof(read: ReadNode, from: number, to: number): Promise<Buffer[]> {
  if (!(from >= 0 && from <= to)) throw new RangeError(`a tree of ${from} is not the beginning of a tree of ${to}`);
  return from === 0 || from === to ? [] : subproof(read, from, 0, to, true);
}

async function subproof(read: ReadNode, from: number, begin: number, end: number, whole: boolean): Promise<Buffer[]> {
  if (from === end) return whole ? [] : [await subtreeRoot(read, begin, end)];
  const middle = begin + splitOf(end - begin);
  return from <= middle
    ? [...(await subproof(read, from, begin, middle, whole)), await subtreeRoot(read, middle, end)]
    : [...(await subproof(read, from, middle, end, false)), await subtreeRoot(read, begin, middle)];
}

export interface Consistency {
  readonly from: number;
  readonly to: number;
  readonly fromRoot: Buffer;
  readonly toRoot: Buffer;
  readonly proof: readonly Buffer[];
}

/** RFC 9162, 2.1.4.2; of the empty tree nothing has to be shown. */
export function isConsistent({ from, to, fromRoot, toRoot, proof }: Consistency): boolean {
  if (from < 0 || from > to) return false;
  if (from === to) return proof.length === 0 && fromRoot.equals(toRoot);
  if (from === 0) return proof.length === 0;
  const [start, ...siblings] = Number.isInteger(Math.log2(from)) ? [fromRoot, ...proof] : proof;
  if (start === undefined) return false;
  let [first, last] = [from - 1, to - 1];
  while (first % 2 === 1) [first, last] = [parentOf(first), parentOf(last)];
  let [older, newer] = [start, start];
  for (const sibling of siblings) {
    if (last === 0) return false;
    if (first % 2 === 1 || first === last) {
      [older, newer] = [nodeHash(sibling, older), nodeHash(sibling, newer)];
      while (first % 2 === 0 && first !== 0) [first, last] = [parentOf(first), parentOf(last)];
    } else {
      newer = nodeHash(newer, sibling);
    }
    [first, last] = [parentOf(first), parentOf(last)];
  }
  return last === 0 && older.equals(fromRoot) && newer.equals(toRoot);
}
