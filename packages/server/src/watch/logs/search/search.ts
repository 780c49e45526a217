import { breathe } from '../breathe.ts';
import type { LogRecord } from '../log-record.ts';
import type { LogStore } from '../store/log-store.ts';
import type { StoragePlace } from '../store/storage-place.ts';
import { isStoredBefore } from '../store/storage-place.ts';
import type { Found } from './best.ts';
import { Best } from './best.ts';
import type { LogFilter, Matcher } from './filter.ts';
import { compileFilter } from './filter.ts';
import type { Order, Place } from './order.ts';
import { beforeTime, comparePlaces, formatCursor, parseCursor } from './order.ts';
import type { BlockPlace } from './plan.ts';
import { planBlocks } from './plan.ts';
import { readAhead } from './read-ahead.ts';
import { scanBlock } from './scan-block.ts';

export interface LogSearch {
  readonly filter: LogFilter;
  /** Unix milliseconds, inclusive. */
  readonly sinceMs?: number;
  /** Unix milliseconds, exclusive. */
  readonly untilMs?: number;
  readonly order: Order;
  readonly limit: number;
  readonly cursor?: string;
  /** What is stored there or behind is left out. */
  readonly end?: StoragePlace;
}

/** How much work an answer was. */
export interface Scanned {
  /** Uncompressed. */
  bytes: number;
  blocks: number;
  /** Passed over by what is known of them without reading. */
  skippedBlocks: number;
  /** Could not be read: what they held is missing from the answer. */
  damagedBlocks: number;
}

export interface LogPage {
  /** In the order that was asked for. */
  readonly records: readonly LogRecord[];
  readonly nextCursor: string | null;
  readonly scanned: Scanned;
  /** Why the search ended before it had enough: the cursor goes on from there. */
  readonly cut: 'time' | null;
}

export interface SearchLimits {
  /** Of one search; a longer one is cut. */
  readonly maxMs: number;
  readonly monotonicMs: () => number;
}

/** Of the records in one answer, as lines. */
const maxAnswerBytes = 8 * 1024 * 1024;

/** The first `limit` records in order that match. Memory is bounded by the answer and a few blocks. */
export async function searchLogs(
  store: LogStore,
  query: LogSearch,
  limits: SearchLimits,
  signal: AbortSignal,
): Promise<LogPage> {
  const { order, limit, end } = query;
  const matcher = compileFilter(query.filter);
  const after = query.cursor === undefined ? undefined : parseCursor(order, query.cursor);
  const compare = comparePlaces(order);
  const best = new Best(order, limit, maxAnswerBytes);
  const isInRange = inRange(query);
  const wants = (place: Place) =>
    isInRange(place.timeMs) &&
    (end === undefined || isStoredBefore(place, end)) &&
    (after === undefined || compare(place, after) > 0) &&
    best.wants(place);

  const endMs = limits.monotonicMs() + limits.maxMs;
  const plan = await planBlocks(store, { ...query, matcher, after }, signal);
  const scanned: Scanned = { bytes: 0, blocks: 0, skippedBlocks: plan.skipped, damagedBlocks: 0 };
  for await (const { place, lines } of readAhead(plan.blocks, signal)) {
    best.settle();
    if (!isWanted(place, best.last, order)) return pageOf(best.result(), order, scanned, true);
    if (limits.monotonicMs() > endMs) return cutPage(best.result(), order, scanned, firstTime(place, order));
    if (lines === undefined) scanned.damagedBlocks++;
    else {
      scanned.blocks++;
      scanned.bytes += lines.length;
      await scanInto(best, { place, lines, matcher, order, wants }, signal);
    }
  }
  const found = best.result();
  return pageOf(found, order, scanned, best.last !== undefined);
}

interface Scan {
  readonly place: BlockPlace;
  readonly lines: Buffer;
  readonly matcher: Matcher;
  readonly order: Order;
  readonly wants: (place: Place) => boolean;
}

async function scanInto(best: Best, { place, ...scan }: Scan, signal: AbortSignal): Promise<void> {
  for (const slice of scanBlock({ ...scan, segment: place.segment.id, offset: place.block.offset })) {
    for (const found of slice) if (best.wants(found)) best.add(found);
    await breathe();
    signal.throwIfAborted();
  }
}

export function inRange({ sinceMs = -Infinity, untilMs = Infinity }: { sinceMs?: number; untilMs?: number }) {
  return (timeMs: number) => timeMs >= sinceMs && timeMs < untilMs;
}

/** Blocks come by their first time in order: when one has nothing better than the last wanted, none behind it has. */
function isWanted(place: BlockPlace, last: Place | undefined, order: Order): boolean {
  if (last === undefined) return true;
  const first = firstTime(place, order);
  return order === 'newest' ? first >= last.timeMs : first <= last.timeMs;
}

function firstTime({ block }: BlockPlace, order: Order): number {
  return order === 'newest' ? block.maxMs : block.minMs;
}

function pageOf(found: readonly Found[], order: Order, scanned: Scanned, hasMore: boolean): LogPage {
  const last = found.at(-1);
  const nextCursor = hasMore && last !== undefined ? formatCursor(order, last) : null;
  return { records: found.map(({ record }) => record), nextCursor, scanned, cut: null };
}

/** Only what no unread block can come before is certain. */
function cutPage(found: readonly Found[], order: Order, scanned: Scanned, unreadMs: number): LogPage {
  const border = beforeTime(order, unreadMs);
  const compare = comparePlaces(order);
  const certain = found.filter((each) => compare(each, border) < 0);
  const records = certain.map(({ record }) => record);
  return { records, nextCursor: formatCursor(order, border), scanned, cut: 'time' };
}
