import type { LabelSet } from '../matchers/label-set.ts';
import type { Matcher } from '../matchers/matcher.ts';
import { matchesAll, sameMatcher } from '../matchers/matcher.ts';

/** Alerts that match all of it are not told of, from its start to its end. */
export interface Silence {
  readonly id: string;
  readonly matchers: readonly Matcher[];
  readonly startsAt: number;
  readonly endsAt: number;
  readonly updatedAt: number;
  /** Who answers for it. */
  readonly createdBy: string;
  readonly comment: string;
}

export type SilenceState = 'pending' | 'active' | 'expired';

/** What somebody asks for: with an id, a change of the silence that has it. */
export interface SilenceRequest {
  readonly id?: string | undefined;
  readonly matchers: readonly Matcher[];
  /** Now, unless given. */
  readonly startsAt?: number | undefined;
  readonly endsAt: number;
  readonly createdBy: string;
  readonly comment: string;
}

export function stateOf({ startsAt, endsAt }: Pick<Silence, 'startsAt' | 'endsAt'>, now: number): SilenceState {
  if (now < startsAt) return 'pending';
  return now < endsAt ? 'active' : 'expired';
}

export function silencesOf(labels: LabelSet, silences: readonly Silence[], now: number): Silence[] {
  return silences.filter((silence) => stateOf(silence, now) === 'active' && matchesAll(silence.matchers, labels));
}

/** Whether the change leaves the silence's past as it was; any other change makes a new silence of it. */
export function canBeUpdated(silence: Silence, wanted: Silence, now: number): boolean {
  if (!sameMatchers(silence.matchers, wanted.matchers)) return false;
  const state = stateOf(silence, now);
  if (state === 'expired') return false;
  if (state === 'pending') return wanted.startsAt >= now;
  return inSeconds(wanted.startsAt) === inSeconds(silence.startsAt) && wanted.endsAt >= now;
}

/** Over from now on; a silence that never began is left without a moment in which it holds. */
export function expired(silence: Silence, now: number): Silence {
  const startsAt = Math.min(silence.startsAt, now);
  return { ...silence, startsAt, endsAt: now, updatedAt: now };
}

const ORDER: readonly SilenceState[] = ['active', 'pending', 'expired'];

/** Those that hold, the first to end first; then those to come, the next one first; then those that are over, the last one first. */
export function inOrder(silences: readonly Silence[], now: number): Silence[] {
  return [...silences].sort((a, b) => {
    const state = stateOf(a, now);
    const byState = ORDER.indexOf(state) - ORDER.indexOf(stateOf(b, now));
    if (byState !== 0) return byState;
    if (state === 'pending') return a.startsAt - b.startsAt;
    return state === 'active' ? a.endsAt - b.endsAt : b.endsAt - a.endsAt;
  });
}

function sameMatchers(a: readonly Matcher[], b: readonly Matcher[]): boolean {
  return (
    a.length === b.length &&
    a.every((each, index) => {
      const other = b[index];
      return other !== undefined && sameMatcher(each, other);
    })
  );
}

function inSeconds(ms: number): number {
  return Math.floor(ms / 1000);
}
