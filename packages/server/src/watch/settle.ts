import type { Clock } from '../platform/clock.ts';
import type { Alert, PostedAlert } from './alerts/alert.ts';
import { isResolvedAt } from './alerts/alert.ts';
import { fingerprint } from './matchers/fingerprint.ts';
import type { RuleGroup } from './rules/evaluate/group.ts';

export interface SettlingOptions {
  readonly clock: Clock;
  /** Between two scrapes, and between two evaluations of most groups. */
  readonly intervalMs: number;
  readonly groups: () => readonly RuleGroup[];
  readonly alerts: () => readonly Alert[];
  /** Beginning of the generatorURL of our own rules' alerts. */
  readonly ownURL: string;
  readonly tell: (alerts: readonly PostedAlert[]) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

const LEAST_WAIT_MS = 15_000;

/**
 * Tells what ended while nobody looked, once everything has been scraped and evaluated more than once, or is not there;
 * and again, for groups with long intervals, until every rule has found back to its state.
 */
export function settleAfterStart(options: SettlingOptions): { stop(): void } {
  const { clock, intervalMs, ownURL, tell, onError } = options;
  const waitMs = Math.max(LEAST_WAIT_MS, 4 * intervalMs);
  const stopping = clock.every(waitMs, async () => {
    const groups = options.groups();
    try {
      await tell(endedMeanwhile({ groups, alerts: options.alerts(), ownURL, now: clock.now() }));
      if (groups.every(({ alertingRules }) => alertingRules.every(({ isRestored }) => isRestored))) stopping();
    } catch (error) {
      onError(error);
    }
  });
  return { stop: stopping };
}

export interface EndedOptions {
  readonly groups: readonly RuleGroup[];
  readonly alerts: readonly Alert[];
  /** Beginning of the generatorURL of our own rules' alerts. */
  readonly ownURL: string;
  readonly now: number;
}

/**
 * What our rules said before a restart, and say no more: a rule that has not seen an alert cannot tell of its end, and
 * without this people would wait for the minutes that an unheard alert takes to time out. Alerts of a rule that has not
 * found back to its state yet are left alone.
 */
export function endedMeanwhile({ groups, alerts, ownURL, now }: EndedOptions): PostedAlert[] {
  const rules = groups.flatMap((group) => group.alertingRules);
  const open = new Set(rules.filter(({ isRestored }) => !isRestored).map(({ definition }) => definition.name));
  const active = new Set(rules.flatMap((rule) => rule.active.map(({ labels }) => fingerprint(labels.toRecord()))));
  return alerts
    .filter((alert) => alert.generatorURL.startsWith(ownURL) && !isResolvedAt(alert, now))
    .filter(({ labels, fingerprint: print }) => !active.has(print) && !open.has(labels['alertname'] ?? ''))
    .map(({ labels, annotations, startsAt, generatorURL }) => ({
      ...{ labels, annotations, startsAt, generatorURL },
      endsAt: now,
    }));
}
