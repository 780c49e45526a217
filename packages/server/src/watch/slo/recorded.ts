/** Names of what is recorded of an objective; its labels are `service` and `slo`. */
export const recorded = {
  /** Events and bad events of five minutes each, side by side: they add up. */
  countedErrors: 'slo:sli_errors:increase5m',
  countedTotal: 'slo:sli_total:increase5m',
  total: (window: string) => `slo:sli_total:increase${window}`,
  /** Share of bad events; absent while there are no events. */
  ratio: (window: string) => `slo:sli_error:ratio_rate${window}`,
  objective: 'slo:objective:ratio',
  budget: 'slo:error_budget:ratio',
  windowDays: 'slo:time_period:days',
  /** How many times faster than it may the budget burns: now, and over the whole window. */
  currentBurnRate: 'slo:current_burn_rate:ratio',
  periodBurnRate: 'slo:period_burn_rate:ratio',
  /** Share of the budget that is left; below 0 when more was spent. */
  budgetRemaining: 'slo:period_error_budget_remaining:ratio',
} as const;

/** `slo:objective:ratio{service="doorbell",slo="availability"}`, optionally over a range. */
export function seriesOf(name: string, { service, slo }: SloLabels, range = ''): string {
  return `${name}{service="${service}",slo="${slo}"}${range === '' ? '' : `[${range}]`}`;
}

export interface SloLabels {
  readonly service: string;
  readonly slo: string;
}
