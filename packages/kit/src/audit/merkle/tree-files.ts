import type { FileHandle } from 'node:fs/promises';
import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { AuditError } from '../audit-error.ts';
import type { OnNode } from './frontier.ts';
import type { ReadNode } from './subtree.ts';
import { hashBytes, nodeHash } from './tree-hash.ts';

/**
 * Node hashes on disk, so that a proof reads a few kilobytes and not the whole log. Every eighth level is kept (32 bytes
 * an entry and a little more); the levels between are made from at most 128 hashes. All of it can be made anew from the
 * entries; it is synced only when a segment ends, and recovery mends the rest.
 */
export class TreeFiles {
  readonly #folder: string;
  readonly #files = new Map<number, Promise<FileHandle>>();
  readonly #waiting = new Map<number, Buffer[]>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  readonly onNode: OnNode = (level, _index, hash) => {
    if (level % levelsApart !== 0) return;
    const waiting = this.#waiting.get(level);
    if (waiting === undefined) this.#waiting.set(level, [hash]);
    else waiting.push(hash);
  };

  /** Cuts all levels to what belongs to a tree of `size`. Answers whether all of that was there; what was not is now zeros. */
  async cutTo(size: number): Promise<boolean> {
    let isWhole = true;
    const names = await readdir(this.#folder);
    for (let level = 0; nodesOf(level, size) > 0 || names.includes(fileName(level)); level += levelsApart) {
      const file = await this.#file(level);
      const bytes = nodesOf(level, size) * hashBytes;
      isWhole &&= (await file.stat()).size >= bytes;
      await file.truncate(bytes);
    }
    return isWhole;
  }

  /** Writes the nodes that became complete since the last time. */
  async write(): Promise<void> {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const [level, hashes] of waiting) await (await this.#file(level)).appendFile(Buffer.concat(hashes));
  }

  /** Forgets the nodes of entries that could not be written. */
  drop(): void {
    this.#waiting.clear();
  }

  async sync(): Promise<void> {
    for (const file of this.#files.values()) await (await file).datasync();
  }

  readonly read: ReadNode = async (level, index) => {
    const stored = level - (level % levelsApart);
    const count = 2 ** (level - stored);
    let hashes = await this.stored(stored, index * count, count);
    if (hashes.length < count) throw missing(this.#folder);
    while (hashes.length > 1) hashes = pairs(hashes);
    const [hash] = hashes;
    if (hash === undefined) throw missing(this.#folder);
    return hash;
  };

  /** Up to `count` hashes of a level that is kept. */
  async stored(level: number, index: number, count: number): Promise<Buffer[]> {
    const bytes = Buffer.alloc(count * hashBytes);
    const { bytesRead } = await (await this.#file(level)).read(bytes, 0, bytes.length, index * hashBytes);
    return Array.from({ length: Math.floor(bytesRead / hashBytes) }, (_, at) =>
      bytes.subarray(at * hashBytes, (at + 1) * hashBytes),
    );
  }

  async close(): Promise<void> {
    for (const file of this.#files.values()) await (await file).close();
    this.#files.clear();
  }

  #file(level: number): Promise<FileHandle> {
    const known = this.#files.get(level);
    if (known !== undefined) return known;
    const file = open(path.join(this.#folder, fileName(level)), 'a+', 0o600);
    this.#files.set(level, file);
    return file;
  }
}

const levelsApart = 8;

function fileName(level: number): string {
  return `tree-${String(level).padStart(2, '0')}`;
}

function nodesOf(level: number, size: number): number {
  return Math.floor(size / 2 ** level);
}

function pairs(hashes: readonly Buffer[]): Buffer[] {
  return hashes.flatMap((left, at) => {
    const right = hashes[at + 1];
    return at % 2 === 0 && right !== undefined ? [nodeHash(left, right)] : [];
  });
}

function missing(folder: string): AuditError {
  return new AuditError(
    'log_damaged',
    `The hashes of the Merkle tree in ${folder} are not whole, so nothing can be proven from them.`,
    'Verify the log; then remove the tree-* files and open it again: they are made anew from the entries that are there.',
  );
}
