import type { LogStore } from '../store/log-store.ts';
import type { Segment } from '../store/segment.ts';
import type { Block } from '../store/summary.ts';
import type { Matcher } from './filter.ts';
import type { Order, Place } from './order.ts';

export interface BlockPlace {
  readonly segment: Segment;
  readonly block: Block;
}

export interface BlockPlan {
  /** By their first time in order. */
  readonly blocks: readonly BlockPlace[];
  readonly skipped: number;
}

export interface Wanted {
  readonly matcher: Matcher;
  readonly sinceMs?: number;
  readonly untilMs?: number;
  readonly order: Order;
  readonly after?: Place | undefined;
}

/** The blocks that can hold what is wanted, told by times, levels, instances and traces. */
export async function planBlocks(store: LogStore, wanted: Wanted, signal: AbortSignal): Promise<BlockPlan> {
  const { matcher, order } = wanted;
  const blocks: BlockPlace[] = [];
  let all = 0;
  for (const segment of store.segments) {
    signal.throwIfAborted();
    all += segment.summary.blocks.length;
    if (!matcher.mayCome(segment.summary.origins)) continue;
    const inTime = segment.summary.blocks.filter((block) => mayMatch(block, wanted));
    if (inTime.length === 0) continue;
    const { trace } = matcher;
    const withTrace = trace === undefined ? inTime : await segment.blocksWithTrace(trace);
    blocks.push(...inTime.filter((block) => withTrace.includes(block)).map((block) => ({ segment, block })));
  }
  const byFirst = (a: BlockPlace, b: BlockPlace) =>
    order === 'newest' ? b.block.maxMs - a.block.maxMs : a.block.minMs - b.block.minMs;
  return { blocks: blocks.sort(byFirst), skipped: all - blocks.length };
}

function mayMatch(block: Block, { matcher, sinceMs, untilMs, order, after }: Wanted): boolean {
  if (block.records === 0) return false;
  if (sinceMs !== undefined && block.maxMs < sinceMs) return false;
  if (untilMs !== undefined && block.minMs >= untilMs) return false;
  if (after !== undefined && (order === 'newest' ? block.minMs > after.timeMs : block.maxMs < after.timeMs))
    return false;
  return matcher.leastLevel < 0 || block.levels.slice(matcher.leastLevel, -1).some((count) => count > 0);
}
