import type { FileHandle } from 'node:fs/promises';
import { open } from 'node:fs/promises';
import path from 'node:path';
import { hashBytes } from '../merkle/tree-hash.ts';

export interface Place {
  readonly segment: number;
  readonly line: number;
  readonly sequence: number;
}

/**
 * Compares the leaves with those that were stored when the entries were written. No proof (whoever can rewrite the one
 * file can rewrite the other), but where a checkpoint proves a rewrite, it often names the very line.
 */
export class TreeComparison {
  readonly #file: FileHandle | undefined;
  #leaves: Buffer[] = [];
  #places: Place[] = [];
  /** The first entries whose leaf is not the stored one. */
  readonly differing: Place[] = [];

  private constructor(file: FileHandle | undefined) {
    this.#file = file;
  }

  static async open(folder: string): Promise<TreeComparison> {
    return new TreeComparison(await open(path.join(folder, 'tree-00'), 'r').catch(() => undefined));
  }

  add(leaf: Buffer, place: Place): void {
    if (this.#file === undefined || this.differing.length >= mostKept) return;
    this.#leaves.push(leaf);
    this.#places.push(place);
  }

  /** Compares what was added since the last time. */
  async compare(): Promise<void> {
    const [first] = this.#places;
    if (this.#file === undefined || first === undefined) return;
    const [leaves, places] = [this.#leaves, this.#places];
    [this.#leaves, this.#places] = [[], []];
    const stored = Buffer.alloc(leaves.length * hashBytes);
    const at = (first.sequence - 1) * hashBytes;
    const { bytesRead } = await this.#file.read(stored, 0, stored.length, at);
    if (Buffer.concat(leaves).subarray(0, bytesRead).equals(stored.subarray(0, bytesRead))) return;
    places.forEach((place, index) => {
      const known = stored.subarray(index * hashBytes, (index + 1) * hashBytes);
      const isKnown = (index + 1) * hashBytes <= bytesRead;
      if (isKnown && leaves[index]?.equals(known) === false && this.differing.length < mostKept)
        this.differing.push(place);
    });
  }

  async close(): Promise<void> {
    await this.#file?.close();
  }
}

const mostKept = 1000;
