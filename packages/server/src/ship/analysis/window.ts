import type { Measure } from '@seaworthy/api';
import type { Clock } from '../../platform/clock.ts';
import type { Counters } from '../traffic/traffic.ts';
import type { Side, Stretch } from './measure.ts';
import { addStretches, measureOf, stretchBetween } from './measure.ts';
import type { Spells } from './spells.ts';
import { earlyVerdict, follow, lateVerdict, noSpells } from './spells.ts';
import type { AnalysisRules, Judgement } from './verdict.ts';
import { judge } from './verdict.ts';

export interface Window {
  readonly windowMs: number;
  readonly intervalMs: number;
  readonly rules: AnalysisRules;
  readonly candidate: Side;
  /** What the candidate is held against: measured before, or a side that serves at the same time; null when there is none. */
  readonly baseline: Measure | Side | null;
}

export interface WindowTools {
  readonly read: () => Promise<Counters>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Told after each interval how the window stands. */
  readonly onInterval?: (soFar: Judgement, passedMs: number) => void;
}

/**
 * Watches for the whole window and judges all of it at the end, or sooner when a bad spell lasts. An interval that could
 * not be measured is left out, and said to be.
 */
export async function watchWindow(window: Window, tools: WindowTools): Promise<Judgement> {
  const { read, clock, signal, onInterval } = tools;
  const start = clock.monotonicMs();
  let seen = nothingSeen;
  let before = await read().catch(() => undefined);
  for (let passedMs = 0; passedMs < window.windowMs; passedMs = clock.monotonicMs() - start) {
    await clock.sleep(Math.min(window.intervalMs, window.windowMs - passedMs), signal);
    const after = await read().catch(() => undefined);
    seen = look(seen, before, after, window);
    before = after;
    const early = earlyVerdict(seen.spells);
    if (early !== undefined) return early;
    onInterval?.(judgeSeen(seen, window), clock.monotonicMs() - start);
  }
  return judgeSeen(seen, window);
}

interface Seen {
  readonly candidate: Stretch | undefined;
  readonly baseline: Stretch | undefined;
  readonly unmeasured: number;
  readonly spells: Spells;
}

const nothingSeen: Seen = { candidate: undefined, baseline: undefined, unmeasured: 0, spells: noSpells };

function look(seen: Seen, before: Counters | undefined, after: Counters | undefined, window: Window): Seen {
  const between = (side: Side) => (before && after ? stretchBetween(before, after, side) : undefined);
  const candidate = between(window.candidate);
  if (candidate === undefined) {
    return { ...seen, unmeasured: seen.unmeasured + 1, spells: follow(seen.spells, undefined, 0) };
  }
  const baseline = typeof window.baseline === 'function' ? between(window.baseline) : undefined;
  const interval = judge(window.rules, baselineOf(window, baseline), measureOf(candidate));
  return {
    candidate: addStretches(seen.candidate, candidate),
    baseline: addStretches(seen.baseline, baseline),
    unmeasured: seen.unmeasured,
    spells: follow(seen.spells, interval, candidate.ms),
  };
}

function judgeSeen(seen: Seen, window: Window): Judgement {
  const candidate = seen.candidate === undefined ? null : measureOf(seen.candidate);
  const judgement = lateVerdict(judge(window.rules, baselineOf(window, seen.baseline), candidate), seen.spells);
  if (seen.unmeasured === 0) return judgement;
  return { ...judgement, reason: `${judgement.reason} (${seen.unmeasured} intervals could not be measured)` };
}

function baselineOf(window: Window, besides: Stretch | undefined): Measure | null {
  if (typeof window.baseline !== 'function') return window.baseline;
  return besides === undefined ? null : measureOf(besides);
}
