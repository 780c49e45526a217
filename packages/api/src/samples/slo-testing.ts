import type { Slo } from '../slo.ts';
import { sampleTime } from './testing.ts';

const HOUR = 3_600_000;

/** 99.9 % over thirty days, of which three quarters of the budget are left after six hours. */
export function sampleSlo(over: Partial<Slo> = {}): Slo {
  return {
    name: 'availability',
    description: null,
    indicator: 'availability',
    objective: 0.999,
    windowMs: 30 * 24 * HOUR,
    state: 'ok',
    why: '75% of the budget is left.',
    sli: 0.99975,
    requests: 72_000,
    errors: 18,
    budget: {
      allowed: { ratio: 0.001, minutes: 43.2, requests: 72 },
      consumed: { ratio: 0.25, minutes: 10.8, requests: 18 },
      remaining: { ratio: 0.75, minutes: 32.4, requests: 54 },
    },
    burnRates: { '1h': 0.25, '6h': null, '3d': null },
    observedMs: 6 * HOUR,
    countedUntil: sampleTime,
    alerts: [
      sampleSloAlert('page', [
        { long: '1h', short: '5m', limit: 14.4, overLong: 0.25, overShort: 0.1, isBurning: false },
        { long: '6h', short: '30m', limit: 6, overLong: null, overShort: 0.2, isBurning: false },
      ]),
      sampleSloAlert('ticket', [
        { long: '1d', short: '2h', limit: 3, overLong: null, overShort: null, isBurning: false },
        { long: '3d', short: '6h', limit: 1, overLong: null, overShort: null, isBurning: false },
      ]),
    ],
    expressions: {
      budget: 'slo:period_error_budget_remaining:ratio{service="doorbell",slo="availability"}',
      burnRate: 'slo:current_burn_rate:ratio{service="doorbell",slo="availability"}',
      errors: 'slo:sli_errors:increase5m{service="doorbell",slo="availability"}',
      total: 'slo:sli_total:increase5m{service="doorbell",slo="availability"}',
    },
    history: [],
    ...over,
  };
}

type SloAlert = Slo['alerts'][number];

export function sampleSloAlert(urgency: SloAlert['urgency'], windows: SloAlert['windows']): SloAlert {
  const isPage = urgency === 'page';
  return {
    urgency,
    name: isPage ? 'SloErrorBudgetBurnsFast' : 'SloErrorBudgetBurnsSlowly',
    severity: isPage ? 'critical' : 'warning',
    windows,
    expr: 'slo:sli_error:ratio_rate1h{service="doorbell",slo="availability"} / 0.001 > 14.4',
  };
}
