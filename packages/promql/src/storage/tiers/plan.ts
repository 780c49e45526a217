import type { BlockMeta } from '../blocks/layout.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
export const FIRST_TIER_MS = MINUTE_MS;
export const SECOND_TIER_MS = 5 * MINUTE_MS;

/** For how long samples are kept how finely. Each is a least: whole blocks change tier, when their last sample is due. */
export interface Tiers {
  /** As scraped. */
  readonly rawMs: number;
  /** At least one sample a minute. */
  readonly minuteMs: number;
  /** At least one sample in five minutes; then they go. */
  readonly keepMs: number;
}

export const DEFAULT_TIERS: Tiers = { rawMs: HOUR_MS, minuteMs: DAY_MS, keepMs: 30 * DAY_MS };

export interface KnownBlock {
  readonly meta: Pick<BlockMeta, 'startMs' | 'endMs' | 'resolutionMs'>;
  readonly bytes: number;
}

export interface Rewrite<Known extends KnownBlock> {
  readonly sources: readonly Known[];
  readonly startMs: number;
  readonly endMs: number;
  readonly resolutionMs: number;
}

/** What is too old, and the oldest beyond the size; the newest block always stays. Blocks are oldest first. */
export function planRemoval<Known extends KnownBlock>(
  blocks: readonly Known[],
  nowMs: number,
  tiers: Tiers,
  maxBytes: number,
): readonly Known[] {
  let excess = blocks.reduce((sum, { bytes }) => sum + bytes, 0) - maxBytes;
  return blocks.filter((block, index) => {
    const goes = block.meta.endMs + tiers.keepMs <= nowMs || (excess > 0 && index < blocks.length - 1);
    if (goes) excess -= block.bytes;
    return goes;
  });
}

/** Blocks to thin out: days that are over for long enough to five minutes, of the others each to one minute. */
export function planRewrites<Known extends KnownBlock>(
  blocks: readonly Known[],
  nowMs: number,
  tiers: Tiers,
): readonly Rewrite<Known>[] {
  const days = new Map<number, Known[]>();
  const minutes: Rewrite<Known>[] = [];
  for (const block of blocks) {
    const { startMs, endMs, resolutionMs } = block.meta;
    const day = Math.floor(startMs / DAY_MS) * DAY_MS;
    const dayEndMs = Math.max(endMs, day + DAY_MS);
    if (resolutionMs < SECOND_TIER_MS && dayEndMs + tiers.minuteMs <= nowMs) {
      days.set(day, [...(days.get(day) ?? []), block]);
    } else if (resolutionMs < FIRST_TIER_MS && endMs + tiers.rawMs <= nowMs) {
      minutes.push({ sources: [block], startMs, endMs, resolutionMs: FIRST_TIER_MS });
    }
  }
  return [...[...days.values()].map(wholeDay), ...minutes];
}

/** The range is what the sources have, not the whole day: another block of that day may already be coarse. */
function wholeDay<Known extends KnownBlock>(sources: readonly Known[]): Rewrite<Known> {
  const startMs = Math.min(...sources.map(({ meta }) => meta.startMs));
  const endMs = Math.max(...sources.map(({ meta }) => meta.endMs));
  return { sources, startMs, endMs, resolutionMs: SECOND_TIER_MS };
}
