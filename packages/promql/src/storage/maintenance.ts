import type { Block } from './blocks/block.ts';
import { BlockDamage } from './blocks/block-error.ts';
import type { BlockSet } from './blocks/block-set.ts';
import type { RunToWrite } from './blocks/block-writer.ts';
import { writeBlock } from './blocks/block-writer.ts';
import type { Head } from './head/head.ts';
import type { SampleLog } from './log/sample-log.ts';
import type { Rewrite, Tiers } from './tiers/plan.ts';
import { planRemoval, planRewrites } from './tiers/plan.ts';
import { thinnedRuns } from './tiers/rewrite.ts';

export interface MaintenanceReport {
  /** Blocks made from the head, blocks made by thinning others out, blocks removed by age or size. */
  readonly cut: number;
  readonly thinned: number;
  readonly removed: number;
}

export interface MaintenanceOptions {
  readonly folder: string;
  readonly now: () => number;
  readonly tiers: Tiers;
  readonly maxBytes: number;
}

/**
 * Moves samples from memory to blocks, blocks from tier to tier, and out. Every step can be broken off and made again: a
 * block counts from the moment its file has its name, and then names the blocks that it replaces.
 */
export class Maintenance {
  readonly #head: Head;
  readonly #log: SampleLog;
  readonly #blocks: BlockSet;
  readonly #options: MaintenanceOptions;
  /** Blocks whose index is damaged stay as they are. */
  readonly #unfit = new Set<Block>();

  constructor(head: Head, log: SampleLog, blocks: BlockSet, options: MaintenanceOptions) {
    this.#head = head;
    this.#log = log;
    this.#blocks = blocks;
    this.#options = options;
  }

  async run(): Promise<MaintenanceReport> {
    const cut = await this.#cutDue();
    await this.#log.truncate(this.#head.floorMs);
    const { now, tiers, maxBytes } = this.#options;
    const removed = planRemoval(this.#blocks.all(), now(), tiers, maxBytes);
    await this.#blocks.remove(removed);
    const fit = this.#blocks.all().filter((block) => !this.#unfit.has(block));
    let thinned = 0;
    for (const rewrite of planRewrites(fit, now(), tiers)) thinned += (await this.#thin(rewrite)) ? 1 : 0;
    return { cut, thinned, removed: removed.length };
  }

  /** A range is due half a range after its end: what comes so late is refused from then on. */
  async #cutDue(): Promise<number> {
    const { rangeMs } = this.#head;
    const due = this.#head.ranges().filter((startMs) => startMs + 1.5 * rangeMs <= this.#options.now());
    for (const startMs of due) await this.#cut(startMs, startMs + rangeMs);
    return due.length;
  }

  async #cut(startMs: number, endMs: number): Promise<void> {
    this.#head.floorMs = Math.max(this.#head.floorMs, endMs);
    const plan = { startMs, endMs, resolutionMs: 0, sources: [] };
    const path = await writeBlock(this.#options.folder, plan, headRuns(this.#head, startMs));
    const added = path ? [await this.#blocks.load(path)] : [];
    const replaced = this.#blocks.replace([], added);
    this.#head.drop(startMs);
    await replaced;
  }

  async #thin({ sources, startMs, endMs, resolutionMs }: Rewrite<Block>): Promise<boolean> {
    const plan = { startMs, endMs, resolutionMs, sources: sources.map(({ name }) => name) };
    try {
      const path = await writeBlock(this.#options.folder, plan, thinnedRuns(sources, resolutionMs));
      await this.#blocks.replace(sources, path ? [await this.#blocks.load(path)] : []);
      return true;
    } catch (error) {
      if (!(error instanceof BlockDamage)) throw error;
      for (const source of sources) if (source.path === error.file) this.#unfit.add(source);
      return false;
    }
  }
}

function* headRuns(head: Head, startMs: number): Generator<RunToWrite> {
  for (const { labels, chunks, raw } of head.chunksIn(startMs)) {
    const samples = chunks.reduce((sum, { count }) => sum + count, 0);
    const [first, last] = [chunks[0], chunks[chunks.length - 1]];
    if (first && last) yield { labels, bytes: raw, samples, firstMs: first.firstMs, lastMs: last.lastMs };
  }
}
