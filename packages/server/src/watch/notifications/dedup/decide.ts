import type { NotificationReason } from '../notification.ts';

/** What a receiver was told of a group, and when. */
export interface LogEntry {
  readonly receiver: string;
  /** `webhook[0]` */
  readonly integration: string;
  readonly groupKey: string;
  /** Fingerprints. */
  readonly firing: readonly string[];
  readonly resolved: readonly string[];
  readonly notifiedAt: number;
  /** When it may be forgotten. */
  readonly expiresAt: number;
}

export interface Question {
  /** What it was told last; undefined when nothing. */
  readonly told: Pick<LogEntry, 'firing' | 'resolved' | 'notifiedAt'> | undefined;
  readonly firing: readonly string[];
  readonly resolved: readonly string[];
  readonly sendResolved: boolean;
  readonly repeatIntervalMs: number;
  readonly now: number;
}

export type Decision =
  | { readonly verdict: 'tell'; readonly reason: NotificationReason }
  | { readonly verdict: 'nothing_new' | 'never_heard_of_it' };

/** Whether a group is news to a receiver, and what about it. */
export function decide({ told, firing, resolved, sendResolved, repeatIntervalMs, now }: Question): Decision {
  if (told === undefined) {
    return firing.length > 0 ? { verdict: 'tell', reason: 'first' } : { verdict: 'never_heard_of_it' };
  }
  if (!isWithin(firing, told.firing)) return { verdict: 'tell', reason: 'new_alerts' };
  if (firing.length === 0) {
    // Even where the end is not told of, the log must learn that nothing fires any more.
    return told.firing.length > 0 ? { verdict: 'tell', reason: 'all_resolved' } : { verdict: 'never_heard_of_it' };
  }
  if (sendResolved && !isWithin(resolved, told.resolved)) return { verdict: 'tell', reason: 'some_resolved' };
  return told.notifiedAt < now - repeatIntervalMs ? { verdict: 'tell', reason: 'repeat' } : { verdict: 'nothing_new' };
}

function isWithin(some: readonly string[], all: readonly string[]): boolean {
  const known = new Set(all);
  return some.every((each) => known.has(each));
}
