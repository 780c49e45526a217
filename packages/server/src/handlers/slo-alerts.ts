import type { Slo } from '@seaworthy/api';
import type { SloConfig } from '../config/slo-config.ts';
import { alertingRules } from '../watch/slo/alerting-rules.ts';
import { burnWindows } from '../watch/slo/burn-windows.ts';
import { burnRate, isBurning } from '../watch/slo/judge.ts';
import type { SloObservation } from '../watch/slo/observation.ts';
import { recorded, seriesOf } from '../watch/slo/recorded.ts';

/** The alerts of an objective, with how far each of their windows is from raising it. */
export function sloAlerts(slo: SloConfig, service: string, seen: SloObservation): Slo['alerts'] {
  return (['page', 'ticket'] as const).flatMap((urgency) => {
    const own = burnWindows(slo).filter((window) => window.urgency === urgency);
    const windows = own.map((window) => ({
      ...{ long: window.long, short: window.short, limit: window.burnRate },
      overLong: burnRate(slo, seen, window.long) ?? null,
      overShort: burnRate(slo, seen, window.short) ?? null,
      isBurning: isBurning(slo, seen, window),
    }));
    return alertingRules(slo, service, urgency).map(({ name, expr }) => {
      return { urgency, name, severity: slo[urgency]?.severity ?? '', windows, expr };
    });
  });
}

/** What the explorer is asked to see more of it. */
export function sloExpressions({ name }: SloConfig, service: string): Slo['expressions'] {
  const of = (series: string) => seriesOf(series, { service, slo: name });
  return {
    budget: of(recorded.budgetRemaining),
    burnRate: of(recorded.currentBurnRate),
    errors: of(recorded.countedErrors),
    total: of(recorded.countedTotal),
  };
}
