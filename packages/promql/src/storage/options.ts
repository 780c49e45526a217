import type { StorageProblem } from './problem.ts';
import type { Tiers } from './tiers/plan.ts';

export interface StoreOptions {
  /** Made when missing. One process at a time writes to it: the caller holds the lock. */
  readonly folder: string;
  /** Wall clock, milliseconds since 1970. */
  readonly now: () => number;
  /** Series in memory at most; samples of further ones are answered with `limit`. Default 100,000. */
  readonly maxSeries?: number;
  /**
   * Samples of so long go to disk as one block, aligned to multiples of it; a day is a whole number of them. Until then, and
   * half as long again, they are in memory, and a start reads them from the log. Default 1 h.
   */
  readonly blockRangeMs?: number;
  /** Default: 1 h as scraped, 1 d at a minute, 30 d at five minutes. */
  readonly tiers?: Tiers;
  /** Blocks on disk at most; beyond, the oldest go, never the newest. Default unlimited. */
  readonly maxBytes?: number;
  /**
   * Whether a commit waits until the disk has it. A killed process never loses a commit that was acknowledged; without, a
   * crash of the whole machine may lose the last seconds. Default true.
   */
  readonly sync?: boolean;
  /** The log is cut into files of about this size. Default 64 MiB. */
  readonly segmentBytes?: number;
  /** Pages of block files kept in memory. Default 16 MiB. */
  readonly pageCacheBytes?: number;
  /** Indexes of blocks kept in memory. Default 64 MiB. */
  readonly indexCacheBytes?: number;
  /** Told once of each damage, when it is found: at the start, or when the place is first read. */
  readonly onProblem?: (problem: StorageProblem) => void;
}

export interface StoreStats {
  /** Series and samples in memory. */
  readonly series: number;
  readonly samples: number;
  readonly newestMs: number;
  readonly memory: { readonly chunkBytes: number; readonly pageBytes: number; readonly indexBytes: number };
  readonly log: { readonly segments: number; readonly bytes: number };
  readonly blocks: {
    readonly count: number;
    readonly samples: number;
    readonly bytes: number;
    readonly oldestMs: number;
  };
  /** Samples that were not taken since the store was opened, by answer. */
  readonly refused: { readonly out_of_order: number; readonly duplicate: number; readonly limit: number };
  readonly problems: number;
}
