import { isStale, Matcher, METRIC_NAME } from '@seaworthy/promql';
import type { Querier } from '@seaworthy/promql/storage';
import type { ActiveAlert } from './active-alert.ts';
import type { AlertingRule } from './alerting-rule.ts';
import { ALERTS_FOR_STATE } from './alerting-rule.ts';

export interface RestoreOptions {
  readonly storage: Pick<Querier, 'select'>;
  readonly at: number;
  /** What was written longer ago than this is not taken up again. */
  readonly outageToleranceMs: number;
  /** A pending alert does not fire sooner than this after the restart; a rule with a shorter `for` just starts anew. */
  readonly graceMs: number;
}

/** Gives the alerts that are active now the time since which they were active before the restart. */
export async function restoreRule(rule: AlertingRule, options: RestoreOptions): Promise<void> {
  if (rule.definition.forMs >= options.graceMs && rule.alerts.size > 0) {
    const before = await stateBefore(rule.definition.name, options);
    for (const alert of rule.active) {
      const last = before.get(alert.labels.key);
      if (last) alert.activeAt = restoredTime(last, rule.definition.forMs, options);
    }
  }
  rule.isRestored = true;
}

interface LastSample {
  readonly downAt: number;
  readonly activeAt: number;
}

async function stateBefore(
  alertName: string,
  { storage, at, outageToleranceMs }: RestoreOptions,
): Promise<Map<string, LastSample>> {
  const matchers = [new Matcher(METRIC_NAME, '=', ALERTS_FOR_STATE), new Matcher('alertname', '=', alertName)];
  const series = await storage.select({ matchers, startMs: at - outageToleranceMs, endMs: at });
  const found = new Map<string, LastSample>();
  for (const { labels, timestamps, values } of series) {
    const [downAt, seconds] = [timestamps.at(-1), values.at(-1)];
    if (downAt === undefined || seconds === undefined || isStale(seconds)) continue;
    found.set(labels.without(new Set([METRIC_NAME])).key, { downAt, activeAt: seconds * 1000 });
  }
  return found;
}

/** Nobody knows what happened while nobody looked: the downtime does not count as active. */
function restoredTime(last: LastSample, forMs: number, { at, graceMs }: RestoreOptions): ActiveAlert['activeAt'] {
  const remainingMs = forMs - (last.downAt - last.activeAt);
  if (remainingMs <= 0) return last.activeAt;
  return remainingMs < graceMs ? at + graceMs - forMs : last.activeAt + (at - last.downAt);
}
