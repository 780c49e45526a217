import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { HeadAppender } from './appender.ts';
import type { BlockDamage } from './blocks/block-error.ts';
import { BlockSet } from './blocks/block-set.ts';
import { IndexCache } from './blocks/index-cache.ts';
import { PageCache } from './blocks/page-cache.ts';
import { Head } from './head/head.ts';
import { LogWriter } from './log/log-writer.ts';
import { replaySegment } from './log/replay.ts';
import { SampleLog } from './log/sample-log.ts';
import { listSegments } from './log/segments.ts';
import type { MaintenanceReport } from './maintenance.ts';
import { Maintenance } from './maintenance.ts';
import type { StoreOptions, StoreStats } from './options.ts';
import type { Appender, Querier } from './port.ts';
import type { StorageProblem } from './problem.ts';
import { StoreReader } from './reader.ts';
import { DEFAULT_TIERS } from './tiers/plan.ts';

const MEBIBYTE = 1 << 20;
const HOUR_MS = 3_600_000;

/** Samples in memory and on disk. One process at a time; see `StoreOptions`. */
export interface SampleStore {
  readonly querier: Querier;
  /** For one writer, a scrape or a rule group: its samples show together. Several may be in use at once. */
  appender(): Appender;
  /** Moves what is due to disk, to its tier, and out. To be called every minute or so; calls never overlap. */
  maintain(): Promise<MaintenanceReport>;
  stats(): StoreStats;
  /** What was found damaged since the store was opened. */
  problems(): readonly StorageProblem[];
  /** Waits for what is being written. Nothing is lost without it: the log has every commit. */
  close(): Promise<void>;
}

/** Opens a store in its folder, with every commit that was acknowledged before. */
export async function openStore(options: StoreOptions): Promise<SampleStore> {
  const folders = { log: join(options.folder, 'log'), blocks: join(options.folder, 'blocks') };
  for (const folder of Object.values(folders)) await mkdir(folder, { recursive: true });
  const problems = new Problems(options.onProblem);
  const pages = new PageCache(options.pageCacheBytes ?? 16 * MEBIBYTE);
  const indexes = new IndexCache(options.indexCacheBytes ?? 64 * MEBIBYTE);
  const onDamage = (damage: BlockDamage) => problems.add(problemOf(damage));
  const blocks = await BlockSet.open(folders.blocks, { pages, indexes, onDamage });
  const head = new Head(options.blockRangeMs ?? HOUR_MS, options.maxSeries ?? 100_000);
  head.floorMs = blocks.endMs;
  const log = await openLog(folders.log, options, head, problems);
  const refused = { out_of_order: 0, duplicate: 0, limit: 0 };
  const maintenance = new Maintenance(head, log, blocks, {
    folder: folders.blocks,
    now: options.now,
    tiers: options.tiers ?? DEFAULT_TIERS,
    maxBytes: options.maxBytes ?? Infinity,
  });
  let running: Promise<unknown> = Promise.resolve();
  return {
    querier: new StoreReader(head, blocks),
    appender: () => new HeadAppender(head, log, refused),
    maintain() {
      const next = running.then(() => maintenance.run());
      running = next.catch(() => undefined);
      return next;
    },
    problems: () => problems.all,
    async close() {
      await running;
      await log.close();
      await blocks.close();
    },
    stats: () => ({
      series: head.seriesCount,
      samples: head.samples,
      newestMs: head.newestMs,
      memory: { chunkBytes: head.chunkBytes, pageBytes: pages.bytes, indexBytes: indexes.bytes },
      log: { segments: log.segments, bytes: log.bytes },
      blocks: {
        count: blocks.all().length,
        samples: blocks.all().reduce((sum, { meta }) => sum + meta.samples, 0),
        bytes: blocks.bytes,
        oldestMs: blocks.all()[0]?.meta.startMs ?? Infinity,
      },
      refused: { ...refused },
      problems: problems.all.length,
    }),
  };
}

/** Reads the log into the head. New commits go to a segment of their own: what was read is not written to again. */
async function openLog(folder: string, options: StoreOptions, head: Head, problems: Problems): Promise<SampleLog> {
  const segments = await listSegments(folder);
  const last = segments.at(-1);
  const writer = new LogWriter({
    folder,
    firstSegment: (last?.number ?? 0) + 1,
    segmentBytes: options.segmentBytes ?? 64 * MEBIBYTE,
    sync: options.sync ?? true,
  });
  const log = new SampleLog(folder, writer);
  for (const segment of segments) {
    const replayed = await replaySegment(
      segment,
      segment === last,
      (labels) => head.seriesOf(labels),
      (series, timestampMs, high, low) => {
        if (head.accept(series, timestampMs, high, low) === 'ok') head.put(series, timestampMs, high, low);
      },
    );
    log.know(segment.number, replayed);
    for (const problem of replayed.problems) problems.add(problem);
  }
  return log;
}

class Problems {
  readonly #known = new Map<string, StorageProblem>();
  readonly #tell: ((problem: StorageProblem) => void) | undefined;

  constructor(tell: ((problem: StorageProblem) => void) | undefined) {
    this.#tell = tell;
  }

  get all(): readonly StorageProblem[] {
    return [...this.#known.values()];
  }

  add(problem: StorageProblem): void {
    const place = `${problem.file}:${problem.offset}`;
    if (this.#known.has(place)) return;
    this.#known.set(place, problem);
    this.#tell?.(problem);
  }
}

function problemOf({ file, offset, bytes, message }: BlockDamage): StorageProblem {
  return { file, offset, bytes, kind: 'damaged', message };
}
