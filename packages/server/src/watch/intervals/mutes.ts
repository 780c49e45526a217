import type { NamedIntervals } from './time-interval.ts';
import { namesContaining } from './time-interval.ts';

/** When a route speaks: never within `mute`, and, when it names any, only within `active`. */
export interface SpeakingTimes {
  readonly mute: readonly string[];
  readonly active: readonly string[];
}

/** The names that mute a route at this time; active intervals mute, all of them, when the time lies in none. */
export function mutedBy({ mute, active }: SpeakingTimes, intervals: NamedIntervals, timeMs: number): string[] {
  const isInactive = active.length > 0 && namesContaining(active, intervals, timeMs).length === 0;
  return isInactive ? [...active].sort() : namesContaining(mute, intervals, timeMs);
}
