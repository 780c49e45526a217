import type { Backoff } from '../../platform/backoff.ts';
import { backoffDelayMs } from '../../platform/backoff.ts';

export interface RestartPolicy {
  readonly backoff: Backoff;
  /** This many exits within the window are a crash loop. */
  readonly crashLoopAfter: number;
  readonly windowMs: number;
  /** How often a crash loop is tried again. Short enough that a loop stays one by its own exits. */
  readonly crashLoopDelayMs: number;
}

export const DEFAULT_RESTART_POLICY: RestartPolicy = {
  backoff: { initialMs: 250, maxMs: 10_000, factor: 2, jitter: 0.2 },
  crashLoopAfter: 5,
  windowMs: 300_000,
  crashLoopDelayMs: 30_000,
};

export interface RestartPlan {
  readonly state: 'restarting' | 'crash_loop';
  readonly delayMs: number;
  /** The exits that still count, for the next plan. */
  readonly exits: readonly number[];
}

/** What to do about an instance that ended at each of `exits` (milliseconds, the last one now). */
export function planRestart(exits: readonly number[], policy: RestartPolicy, random: () => number): RestartPlan {
  const now = exits.at(-1) ?? 0;
  const recent = exits.filter((at) => at > now - policy.windowMs);
  if (recent.length >= policy.crashLoopAfter) {
    return { state: 'crash_loop', delayMs: policy.crashLoopDelayMs, exits: recent };
  }
  return { state: 'restarting', delayMs: backoffDelayMs(recent.length, policy.backoff, random), exits: recent };
}
