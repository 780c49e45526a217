import { basename } from 'node:path';
import { eachInTurns } from '../../values/turns.ts';
import type { Samples } from '../chunks/read.ts';
import { readSamples } from '../chunks/read.ts';
import { SampleRoom } from '../chunks/sample-room.ts';
import type { Pace } from '../pace.ts';
import type { Selection, StoredSeries } from '../port.ts';
import { BlockDamage } from './block-error.ts';
import { BlockFile } from './block-file.ts';
import type { BlockIndex } from './block-index.ts';
import { BlockFinder } from './find.ts';
import type { IndexCache } from './index-cache.ts';
import type { BlockMeta } from './layout.ts';
import type { PageCache } from './page-cache.ts';
import { readFully } from './page-cache.ts';
import type { Span } from './runs.ts';
import { chunksIn, spanMemory, spansOf } from './runs.ts';

const EVERYTHING: Selection = { matchers: [], startMs: -Infinity, endMs: Infinity };

export interface BlockResources {
  readonly pages: PageCache;
  readonly indexes: IndexCache;
  readonly onDamage: (damage: BlockDamage) => void;
}

/** One immutable time range on disk. Readers `use` it; it is closed when it was retired and the last reader is done. */
export class Block {
  readonly #file: BlockFile;
  readonly #resources: BlockResources;
  #readers = 0;
  #isRetired = false;

  private constructor(file: BlockFile, resources: BlockResources) {
    this.#file = file;
    this.#resources = resources;
  }

  static async open(path: string, resources: BlockResources): Promise<Block> {
    return new Block(await BlockFile.open(path), resources);
  }

  get meta(): BlockMeta {
    return this.#file.meta;
  }

  get path(): string {
    return this.#file.path;
  }

  get name(): string {
    return basename(this.#file.path);
  }

  get bytes(): number {
    return this.#file.bytes;
  }

  overlaps(startMs: number, endMs: number): boolean {
    return this.meta.startMs <= endMs && startMs < this.meta.endMs;
  }

  /** Takes part from now on: to be called at once with the choice of blocks, before anything is awaited. */
  async use<Result>(read: (block: Block) => Promise<Result>): Promise<Result> {
    this.#readers += 1;
    try {
      return await read(this);
    } finally {
      this.#readers -= 1;
      await this.#closeWhenFree();
    }
  }

  async retire(): Promise<void> {
    this.#isRetired = true;
    this.#resources.indexes.forget(this.#file);
    this.#resources.pages.forget(this.path);
    await this.#closeWhenFree();
  }

  /** The matching series with their samples in the time range, in the order of labels. */
  async select(selection: Selection, pace: Pace, signal?: AbortSignal): Promise<StoredSeries[]> {
    const index = await this.#index();
    if (!index) return [];
    const found: StoredSeries[] = [];
    for (const span of spansOf(new BlockFinder(index, this.meta, selection).runs())) {
      signal?.throwIfAborted();
      const memory = spanMemory(span);
      await this.#resources.pages.read(this.#file.handle, this.path, span.offset, memory.subarray(0, span.bytes));
      await eachInTurns(this.#decode(memory, span, selection), pace, ([id, samples]) => {
        pace.count(samples.timestamps.length);
        found.push({ labels: index.labels(id), ...samples });
      });
    }
    return found;
  }

  /** Answers from the index alone; nothing when that is damaged. */
  async find<Item>(selection: Selection, ask: (finder: BlockFinder) => Iterable<Item>): Promise<Iterable<Item>> {
    const index = await this.#index();
    return index ? ask(new BlockFinder(index, this.meta, selection)) : [];
  }

  /**
   * Every series with all its samples, in the order of labels, read past the cache: for rewriting. Samples that are
   * damaged are left out; throws BlockDamage when the index is, since then nothing can be read.
   */
  async *all(): AsyncGenerator<StoredSeries> {
    const index = await this.#resources.indexes.get(this.#file);
    for (const span of spansOf(new BlockFinder(index, this.meta, EVERYTHING).runs())) {
      const memory = spanMemory(span);
      await readFully(this.#file.handle, memory.subarray(0, span.bytes), span.offset);
      for (const [id, samples] of this.#decode(memory, span, EVERYTHING)) {
        yield { labels: index.labels(id), ...samples };
      }
    }
  }

  *#decode(memory: Uint8Array, span: Span, { startMs, endMs }: Selection): Generator<[number, Samples]> {
    const room = new SampleRoom();
    for (const wanted of span.runs) {
      try {
        const samples = readSamples(chunksIn(memory, span, wanted, this.path), startMs, endMs, room);
        if (samples) yield [wanted.id, samples];
      } catch (error) {
        this.#report(error);
      }
    }
  }

  async #index(): Promise<BlockIndex | undefined> {
    try {
      return await this.#resources.indexes.get(this.#file);
    } catch (error) {
      this.#report(error);
      return undefined;
    }
  }

  #report(error: unknown): void {
    if (!(error instanceof BlockDamage)) throw error;
    this.#resources.onDamage(error);
  }

  async #closeWhenFree(): Promise<void> {
    if (!this.#isRetired || this.#readers > 0) return;
    this.#isRetired = false;
    await this.#file.handle.close();
  }
}
