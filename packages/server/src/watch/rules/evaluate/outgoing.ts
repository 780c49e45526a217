import { escapeQuery } from '../../template/call.ts';
import type { ActiveAlert } from './active-alert.ts';
import type { AlertingRule } from './alerting-rule.ts';

/** An alert as a rule hands it on. Times are milliseconds since 1970. */
export interface RuleAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** When it fired. */
  readonly startsAt: number;
  /** When it was over; while it fires, until when this holds without being told again. */
  readonly endsAt: number;
  readonly generatorURL: string;
}

export interface OutgoingOptions {
  readonly at: number;
  readonly intervalMs: number;
  /** A firing alert is told again when so much time has passed. */
  readonly resendDelayMs: number;
  readonly externalURL: string;
  readonly externalLabels: Readonly<Record<string, string>>;
}

/** The alerts of a rule that have to be told now. */
export function dueAlerts(rule: AlertingRule, { at, resendDelayMs }: OutgoingOptions): ActiveAlert[] {
  return [...rule.alerts.values()].filter((alert) => isDue(alert, at, resendDelayMs));
}

export function outgoing(alert: ActiveAlert, expr: string, options: OutgoingOptions): RuleAlert {
  const { at, intervalMs, resendDelayMs, externalURL, externalLabels } = options;
  return {
    labels: { ...externalLabels, ...alert.labels.toRecord() },
    annotations: alert.annotations,
    startsAt: alert.firedAt ?? alert.activeAt,
    endsAt: alert.resolvedAt ?? at + 4 * Math.max(intervalMs, resendDelayMs),
    generatorURL: `${externalURL}/graph?g0.expr=${escapeQuery(expr)}&g0.tab=1`,
  };
}

function isDue({ state, resolvedAt, lastSentAt }: ActiveAlert, at: number, resendDelayMs: number): boolean {
  if (state === 'pending') return false;
  if (lastSentAt === undefined || (resolvedAt !== undefined && resolvedAt > lastSentAt)) return true;
  return lastSentAt + resendDelayMs < at;
}
