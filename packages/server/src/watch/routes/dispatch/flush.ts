import type { Alert } from '../../alerts/alert.ts';
import { isResolvedAt } from '../../alerts/alert.ts';
import type { LabelSet } from '../../matchers/label-set.ts';
import { compareLabels, compareText } from '../../matchers/label-set.ts';
import type { Route } from '../route.ts';

/** A group as it is at the moment in which it may be told of. */
export interface GroupFlush {
  readonly route: Route;
  readonly groupKey: string;
  readonly groupLabels: LabelSet;
  readonly alerts: readonly FlushedAlert[];
  readonly now: number;
}

/** Whether an alert is over is settled once for a flush: no step after it looks at the clock again. */
export interface FlushedAlert {
  readonly alert: Alert;
  readonly isResolved: boolean;
}

/** Tells of a group, or settles that there is nothing to tell. True when no receiver has to be told later what it was not told now. */
export type Flush = (flush: GroupFlush, signal: AbortSignal) => Promise<boolean>;

export function flushedAt(alerts: Iterable<Alert>, now: number): FlushedAlert[] {
  return [...alerts].sort(compareAlerts).map((alert) => ({ alert, isResolved: isResolvedAt(alert, now) }));
}

const FIRST_COMPARED = ['job', 'instance'];

/** By job, by instance, then by all labels; an alert without a job comes after those that have one. */
export function compareAlerts(a: Pick<Alert, 'labels'>, b: Pick<Alert, 'labels'>): number {
  for (const name of FIRST_COMPARED) {
    const [mine, other] = [a.labels[name], b.labels[name]];
    if (mine === other) continue;
    if (mine === undefined) return 1;
    if (other === undefined) return -1;
    return compareText(mine, other);
  }
  return compareLabels(a.labels, b.labels);
}
