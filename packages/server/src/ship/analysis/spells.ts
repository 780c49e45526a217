import type { Judgement } from './verdict.ts';

/** How the intervals of a window went, one after the other. */
export interface Spells {
  /** The last interval, when it was bad, and for how long intervals have been bad in the same way. */
  readonly bad: Judgement | undefined;
  readonly intervals: number;
  readonly ms: number;
  /** Intervals with enough requests to be judged, and those of them that were slow. */
  readonly judged: number;
  readonly slow: number;
}

export const noSpells: Spells = { bad: undefined, intervals: 0, ms: 0, judged: 0, slow: 0 };

/** One interval may be an accident; two in a row, each with enough requests, are not waited out. */
const BAD_INTERVALS = 2;
/**
 * A machine that is busy with something else makes every service slow for a moment, and a new one most of all: its code
 * is not warm yet. Errors have no such excuse.
 */
const SLOW_MS = 2_000;

/** An interval that could not be measured ends a spell, and says nothing else. */
export function follow(spells: Spells, interval: Judgement | undefined, ms: number): Spells {
  if (interval === undefined || interval.verdict === 'inconclusive') return { ...spells, ...good };
  const judged = spells.judged + 1;
  if (interval.verdict === 'pass') return { ...spells, ...good, judged };
  const goesOn = spells.bad?.code === interval.code;
  return {
    bad: interval,
    intervals: goesOn ? spells.intervals + 1 : 1,
    ms: goesOn ? spells.ms + ms : ms,
    judged,
    slow: spells.slow + (interval.code === 'latency' ? 1 : 0),
  };
}

const good = { bad: undefined, intervals: 0, ms: 0 };

/** The verdict that need not wait for the end of the window. */
export function earlyVerdict({ bad, intervals, ms }: Spells): Judgement | undefined {
  if (bad === undefined || intervals < BAD_INTERVALS) return undefined;
  if (bad.code === 'latency' && ms < SLOW_MS) return undefined;
  return { ...bad, reason: `${bad.reason} (${intervals === 2 ? 'two' : intervals} intervals in a row)` };
}

/** The verdict on the whole window: a mean that a short spell spoiled does not condemn what was well most of the time. */
export function lateVerdict(whole: Judgement, { judged, slow }: Spells): Judgement {
  if (whole.code !== 'latency' || judged === 0 || slow * 2 > judged) return whole;
  const reason = `${whole.reason}, but it was slow in ${slow} of ${judged} intervals only`;
  return { ...whole, verdict: 'inconclusive', code: 'inconclusive', reason };
}
