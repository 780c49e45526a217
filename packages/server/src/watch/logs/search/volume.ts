import { breathe } from '../breathe.ts';
import { levelIndex } from '../store/encode.ts';
import type { LogStore } from '../store/log-store.ts';
import { levelKinds } from '../store/summary.ts';
import type { LogFilter, Matcher } from './filter.ts';
import { compileFilter, passesLevel } from './filter.ts';
import { planBlocks } from './plan.ts';
import { readAhead } from './read-ahead.ts';
import { scanBlock } from './scan-block.ts';
import type { Scanned, SearchLimits } from './search.ts';
import { inRange } from './search.ts';

export interface VolumeQuery {
  readonly filter: LogFilter;
  readonly sinceMs: number;
  readonly untilMs: number;
  /** About so many buckets. */
  readonly buckets: number;
}

export interface Volume {
  /** Of a bucket. */
  readonly stepMs: number;
  /** From the first bucket to the last, empty ones too. `counts` by level; the last one: without a level. */
  readonly buckets: readonly { readonly startMs: number; readonly counts: readonly number[] }[];
  readonly scanned: Scanned;
  /** The newest buckets are counted first: after a cut the oldest ones are too low. */
  readonly cut: 'time' | null;
}

const [secondMs, minuteMs, hourMs, dayMs] = [1_000, 60_000, 3_600_000, 86_400_000];
const steps = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * secondMs),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minuteMs),
  ...[1, 2, 3, 6, 12].map((count) => count * hourMs),
];

/** How many records match in each span of time. Without conditions it is told by the counts that every segment keeps. */
export async function countVolume(
  store: LogStore,
  query: VolumeQuery,
  limits: SearchLimits,
  signal: AbortSignal,
): Promise<Volume> {
  const matcher = compileFilter(query.filter);
  const stepMs = stepFor(query);
  const buckets = new Buckets(query, stepMs);
  const scanned: Scanned = { bytes: 0, blocks: 0, skippedBlocks: 0, damagedBlocks: 0 };
  const answer = (cut: Volume['cut']) => ({ stepMs, buckets: buckets.list, scanned, cut });
  const range = { sinceMs: buckets.startMs, untilMs: buckets.endMs };

  const counted =
    stepMs >= minuteMs && matcher.isByLevelOnly ? countMinutes(store, matcher, buckets) : new Set<number>();
  const endMs = limits.monotonicMs() + limits.maxMs;
  const plan = await planBlocks(store, { ...range, order: 'newest', matcher }, signal);
  const blocks = plan.blocks.filter(({ segment }) => !counted.has(segment.id));
  scanned.skippedBlocks = plan.skipped + plan.blocks.length - blocks.length;
  const isInRange = inRange(range);
  for await (const { place, lines } of readAhead(blocks, signal)) {
    if (limits.monotonicMs() > endMs) return answer('time');
    if (lines === undefined) {
      scanned.damagedBlocks++;
      continue;
    }
    scanned.blocks++;
    scanned.bytes += lines.length;
    const scan = { lines, segment: place.segment.id, offset: place.block.offset, matcher, order: 'newest' } as const;
    for (const slice of scanBlock({ ...scan, wants: ({ timeMs }) => isInRange(timeMs) })) {
      for (const { record } of slice) buckets.add(record.timeMs, levelIndex(record.level), 1);
      await breathe();
      signal.throwIfAborted();
    }
  }
  return answer(null);
}

function stepFor({ sinceMs, untilMs, buckets }: VolumeQuery): number {
  const wanted = (untilMs - sinceMs) / buckets;
  return steps.find((step) => step >= wanted) ?? Math.ceil(wanted / dayMs) * dayMs;
}

/** Adds what the segments counted; tells which ones did. Whole minutes fall whole into a bucket. */
function countMinutes(store: LogStore, matcher: Matcher, buckets: Buckets): Set<number> {
  const counted = new Set<number>();
  for (const { id, summary } of store.segments) {
    const { minutes } = summary;
    if (minutes === undefined) continue;
    counted.add(id);
    for (const [minute, counts] of minutes) {
      counts.forEach((count, level) => {
        if (passesLevel(matcher, level)) buckets.add(minute * minuteMs, level, count);
      });
    }
  }
  return counted;
}

class Buckets {
  readonly startMs: number;
  readonly list: { startMs: number; counts: number[] }[];

  constructor(
    { sinceMs, untilMs }: VolumeQuery,
    private readonly stepMs: number,
  ) {
    this.startMs = Math.floor(sinceMs / stepMs) * stepMs;
    const count = Math.max(1, Math.ceil((untilMs - this.startMs) / stepMs));
    this.list = Array.from({ length: count }, (_, index) => ({
      startMs: this.startMs + index * stepMs,
      counts: new Array<number>(levelKinds).fill(0),
    }));
  }

  get endMs(): number {
    return this.startMs + this.list.length * this.stepMs;
  }

  add(timeMs: number, level: number, count: number): void {
    const bucket = this.list[Math.floor((timeMs - this.startMs) / this.stepMs)];
    if (bucket !== undefined) bucket.counts[level] = (bucket.counts[level] ?? 0) + count;
  }
}
