import { emptyRoot, nodeHash } from './tree-hash.ts';

/** Told of every node as it becomes complete: `index` counts the nodes of its level. Level 0 are the leaves. */
export type OnNode = (level: number, index: number, hash: Buffer) => void;

/** The right edge of a growing Merkle tree: the roots of its complete subtrees, largest first. O(log n) memory. */
export class Frontier {
  #size: number;
  readonly #peaks: Buffer[];

  constructor(size = 0, peaks: readonly Buffer[] = []) {
    this.#size = size;
    this.#peaks = [...peaks];
    if (peaks.length !== peaksOf(size)) throw new RangeError(`a tree of ${size} leaves has ${peaksOf(size)} peaks`);
  }

  get size(): number {
    return this.#size;
  }

  get peaks(): readonly Buffer[] {
    return this.#peaks;
  }

  append(leaf: Buffer, onNode?: OnNode): void {
    let index = this.#size;
    let node = leaf;
    onNode?.(0, index, node);
    for (let level = 1; index % 2 === 1; level += 1) {
      node = nodeHash(this.#peaks.pop() ?? leaf, node);
      index = Math.floor(index / 2);
      onNode?.(level, index, node);
    }
    this.#peaks.push(node);
    this.#size += 1;
  }

  root(): Buffer {
    const [smallest, ...larger] = this.#peaks.toReversed();
    if (smallest === undefined) return emptyRoot();
    return larger.reduce((right, left) => nodeHash(left, right), smallest);
  }

  copy(): Frontier {
    return new Frontier(this.#size, this.#peaks);
  }
}

/** As many as the size has ones in binary. */
export function peaksOf(size: number): number {
  let count = 0;
  for (let left = size; left > 0; left = Math.floor(left / 2)) count += left % 2;
  return count;
}
