import { basename } from 'node:path';
import type { Labels } from '../../labels/labels.ts';
import type { Matcher } from '../../labels/matcher.ts';
import type { Samples } from '../chunks/read.ts';
import { readSamples } from '../chunks/read.ts';
import { SampleRoom } from '../chunks/sample-room.ts';
import { resolve } from '../index/resolve.ts';
import type { StoredSeries } from '../port.ts';
import { BlockDamage } from './block-error.ts';
import { BlockFile } from './block-file.ts';
import type { BlockIndex } from './block-index.ts';
import type { IndexCache } from './index-cache.ts';
import type { BlockMeta } from './layout.ts';
import type { PageCache } from './page-cache.ts';
import { readFully } from './page-cache.ts';
import type { Span } from './runs.ts';
import { chunksIn, spanMemory, spansOf } from './runs.ts';

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
  async select(
    matchers: readonly Matcher[],
    startMs: number,
    endMs: number,
    signal?: AbortSignal,
  ): Promise<StoredSeries[]> {
    const index = await this.#index();
    if (!index) return [];
    const found: StoredSeries[] = [];
    for (const span of spansOf(this.#wanted(index, matchers, startMs, endMs))) {
      signal?.throwIfAborted();
      const memory = spanMemory(span);
      await this.#resources.pages.read(this.#file.handle, this.path, span.offset, memory.subarray(0, span.bytes));
      for (const [id, samples] of this.#decode(memory, span, startMs, endMs)) {
        found.push({ labels: index.labels(id), ...samples });
      }
    }
    return found;
  }

  /** Labels of the matching series that may have samples in the time range, in their order. */
  async labels(matchers: readonly Matcher[], startMs: number, endMs: number): Promise<Labels[]> {
    const index = await this.#index();
    return index ? this.#wanted(index, matchers, startMs, endMs).map(({ id }) => index.labels(id)) : [];
  }

  /** Names of the labels that matching series have. */
  async labelNames(matchers: readonly Matcher[], startMs: number, endMs: number): Promise<Iterable<string>> {
    const index = await this.#index();
    if (!index) return [];
    if (matchers.length === 0 && this.#isWithin(startMs, endMs)) return index.names();
    const names = new Set<string>();
    for (const { id } of this.#wanted(index, matchers, startMs, endMs)) {
      for (const name of index.labels(id).names) names.add(name);
    }
    return names;
  }

  /** Values that matching series have for a label; '' among them when one has none. */
  async labelValues(
    name: string,
    matchers: readonly Matcher[],
    startMs: number,
    endMs: number,
  ): Promise<Iterable<string>> {
    const index = await this.#index();
    if (!index) return [];
    if (matchers.length === 0 && this.#isWithin(startMs, endMs)) return index.values(name);
    return new Set(this.#wanted(index, matchers, startMs, endMs).map(({ id }) => index.valueOf(id, name)));
  }

  /**
   * Every series with all its samples, in the order of labels, read past the cache: for rewriting. Samples that are
   * damaged are left out; throws BlockDamage when the index is, since then nothing can be read.
   */
  async *all(): AsyncGenerator<StoredSeries> {
    const index = await this.#resources.indexes.get(this.#file);
    for (const span of spansOf(this.#wanted(index, [], -Infinity, Infinity))) {
      const memory = spanMemory(span);
      await readFully(this.#file.handle, memory.subarray(0, span.bytes), span.offset);
      for (const [id, samples] of this.#decode(memory, span, -Infinity, Infinity)) {
        yield { labels: index.labels(id), ...samples };
      }
    }
  }

  #isWithin(startMs: number, endMs: number): boolean {
    return startMs <= this.meta.startMs && this.meta.endMs <= endMs + 1;
  }

  #wanted(index: BlockIndex, matchers: readonly Matcher[], startMs: number, endMs: number) {
    const fromMs = startMs - this.meta.startMs;
    const toMs = endMs - this.meta.startMs;
    return Array.from(resolve(index, matchers), (id) => ({ id, run: index.run(id) })).filter(
      ({ run }) => run.lastMs >= fromMs && run.firstMs <= toMs,
    );
  }

  *#decode(memory: Uint8Array, span: Span, startMs: number, endMs: number): Generator<[number, Samples]> {
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
