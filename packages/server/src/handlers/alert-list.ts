import type { Alert as ApiAlert } from '@seaworthy/api';
import type { Alerting } from '../watch/alerting.ts';
import type { Alert } from '../watch/alerts/alert.ts';
import { isResolvedAt } from '../watch/alerts/alert.ts';
import { fingerprint } from '../watch/matchers/fingerprint.ts';
import type { LabelSet } from '../watch/matchers/label-set.ts';
import { matchRoutes } from '../watch/routes/route.ts';
import type { ActiveAlert } from '../watch/rules/evaluate/active-alert.ts';
import type { RuleGroup } from '../watch/rules/evaluate/group.ts';
import { timeText } from './wire.ts';

export interface AlertSources {
  readonly alerting: Alerting;
  readonly groups: () => readonly RuleGroup[];
  readonly now: () => number;
}

/** What is pending in a rule, and every alert that fires, however it came. In no order. */
export function listAlerts({ alerting, groups, now }: AlertSources): ApiAlert[] {
  const ofRules = groups().flatMap((group) =>
    group.alertingRules.flatMap((rule) =>
      rule.active.map((alert): RuleAlert => ({ alert, group: group.definition.name })),
    ),
  );
  const byFingerprint = new Map(ofRules.map((each) => [fingerprint(each.alert.labels.toRecord()), each]));
  const firing = alerting.alerts.list().filter((alert) => !isResolvedAt(alert, now()));
  return [
    ...ofRules.filter(({ alert }) => alert.state === 'pending').map((each) => pendingView(each, alerting)),
    ...firing.map((alert) => firingView(alert, byFingerprint.get(alert.fingerprint), alerting)),
  ];
}

interface RuleAlert {
  readonly alert: ActiveAlert;
  readonly group: string;
}

function pendingView({ alert, group }: RuleAlert, alerting: Alerting): ApiAlert {
  const labels = alert.labels.toRecord();
  const { isQuiet: _, ...suppression } = suppressionOf(labels, alerting);
  return {
    ...named(labels),
    ...{ annotations: alert.annotations, state: 'pending', since: timeText(alert.activeAt) },
    ...suppression,
    ...{ source: 'rule', group, generatorURL: '', value: numberOf(alert) },
  };
}

function firingView(alert: Alert, rule: RuleAlert | undefined, alerting: Alerting): ApiAlert {
  const { labels, annotations, startsAt, generatorURL } = alert;
  const { isQuiet, ...suppression } = suppressionOf(labels, alerting);
  return {
    ...named(labels),
    ...{ annotations, state: isQuiet ? 'suppressed' : 'firing', since: timeText(startsAt) },
    ...suppression,
    ...{ source: sourceOf(labels, rule?.group), group: rule?.group ?? null, generatorURL },
    value: rule === undefined ? null : numberOf(rule.alert),
  };
}

/** JSON knows no NaN and no infinity. */
function numberOf({ value }: ActiveAlert): number | null {
  return Number.isFinite(value) ? value : null;
}

function named(labels: LabelSet) {
  const { alertname: name = '', severity = '' } = labels;
  return { fingerprint: fingerprint(labels), name, severity, labels };
}

/** Time intervals keep an alert quiet only where they hold for each of its routes. */
function suppressionOf(labels: LabelSet, alerting: Alerting) {
  const routes = matchRoutes(alerting.config().route, labels);
  const mutes = routes.map((route) => alerting.mutedBy(route));
  const silencedBy = alerting.silences.of(labels).map(({ id }) => id);
  const inhibitedBy = [...alerting.inhibitedBy(labels)];
  return {
    isQuiet: silencedBy.length > 0 || inhibitedBy.length > 0 || mutes.every((names) => names.length > 0),
    ...{ silencedBy, inhibitedBy },
    mutedBy: [...new Set(mutes.flat())],
    receivers: [...new Set(routes.map(({ receiver }) => receiver))],
  };
}

/** Receivers that fail are told of by delivery itself, without a rule. */
function sourceOf({ alertname }: LabelSet, group: string | undefined): ApiAlert['source'] {
  if (group !== undefined) return 'rule';
  return alertname === 'SeaworthyReceiverFailing' ? 'seaworthy' : 'api';
}
