import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { syncFolder } from '../bytes/sync-folder.ts';
import type { BlockResources } from './block.ts';
import { Block } from './block.ts';
import { BlockDamage } from './block-error.ts';
import { UNFINISHED } from './block-writer.ts';

/** The blocks of a folder, oldest first; their time ranges never overlap. */
export class BlockSet {
  #blocks: readonly Block[] = [];
  readonly #folder: string;
  readonly #resources: BlockResources;

  private constructor(folder: string, resources: BlockResources) {
    this.#folder = folder;
    this.#resources = resources;
  }

  /** Removes what a crash left (unfinished files, blocks whose successor is complete) and opens the rest. */
  static async open(folder: string, resources: BlockResources): Promise<BlockSet> {
    const set = new BlockSet(folder, resources);
    const names = await readdir(folder);
    for (const name of names.filter((each) => each.endsWith(UNFINISHED))) await rm(join(folder, name));
    for (const name of names.filter((each) => each.endsWith('.block'))) await set.#tryOpen(join(folder, name));
    const superseded = new Set(set.#blocks.flatMap(({ meta }) => meta.sources));
    await set.remove(set.#blocks.filter(({ name }) => superseded.has(name)));
    return set;
  }

  all(): readonly Block[] {
    return this.#blocks;
  }

  overlapping(startMs: number, endMs: number): readonly Block[] {
    return this.#blocks.filter((block) => block.overlaps(startMs, endMs));
  }

  /** End of the newest time range; -Infinity without blocks. */
  get endMs(): number {
    return this.#blocks.at(-1)?.meta.endMs ?? -Infinity;
  }

  get bytes(): number {
    return this.#blocks.reduce((sum, { bytes }) => sum + bytes, 0);
  }

  async load(path: string): Promise<Block> {
    return Block.open(path, this.#resources);
  }

  /** From one moment to the next, `added` stands for `removed`; the files of the removed go. */
  async replace(removed: readonly Block[], added: readonly Block[]): Promise<void> {
    const left = this.#blocks.filter((block) => !removed.includes(block));
    this.#blocks = [...left, ...added].sort((a, b) => a.meta.startMs - b.meta.startMs);
    for (const block of removed) await rm(block.path);
    if (removed.length > 0) await syncFolder(this.#folder);
    for (const block of removed) await block.retire();
  }

  async remove(removed: readonly Block[]): Promise<void> {
    await this.replace(removed, []);
  }

  async close(): Promise<void> {
    const blocks = this.#blocks;
    this.#blocks = [];
    for (const block of blocks) await block.retire();
  }

  /** A block that cannot be opened is named and left where it is: somebody may still save it. */
  async #tryOpen(path: string): Promise<void> {
    try {
      const block = await this.load(path);
      this.#blocks = [...this.#blocks, block].sort((a, b) => a.meta.startMs - b.meta.startMs);
    } catch (error) {
      if (!(error instanceof BlockDamage)) throw error;
      this.#resources.onDamage(error);
    }
  }
}
