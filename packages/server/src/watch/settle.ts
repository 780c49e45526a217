import type { Alert, PostedAlert } from './alerts/alert.ts';
import { isResolvedAt } from './alerts/alert.ts';
import { fingerprint } from './matchers/fingerprint.ts';
import type { RuleGroup } from './rules/evaluate/group.ts';

export interface SettleOptions {
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
export function endedMeanwhile({ groups, alerts, ownURL, now }: SettleOptions): PostedAlert[] {
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
