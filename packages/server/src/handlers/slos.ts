import type { Slo } from '@seaworthy/api';
import type { SloConfig } from '../config/slo-config.ts';
import type { HandlerInput } from '../http/handlers.ts';
import type { Clock } from '../platform/clock.ts';
import type { Watch } from '../watch/flow.ts';
import { burnRate, consumedShare, judgeSlo } from '../watch/slo/judge.ts';
import { budgetOf } from '../watch/slo/objective.ts';
import type { SloObservation } from '../watch/slo/observation.ts';
import { observeSlos } from '../watch/slo/observe.ts';
import { sloAlerts, sloExpressions } from './slo-alerts.ts';
import { timeText } from './wire.ts';

export interface SloHandlerParts {
  readonly watch: Pick<Watch, 'slos'> & { readonly sampling: Pick<Watch['sampling'], 'querier'> };
  readonly config: { readonly service: { readonly service: string } };
  readonly clock: Pick<Clock, 'now'>;
}

/** What is promised, and what is left of what may fail. */
export function createSloHandlers({ watch, config, clock }: SloHandlerParts) {
  return {
    async slos({ query: { points } }: HandlerInput<'slos'>) {
      const { service } = config.service;
      const slos = watch.slos();
      const seen = await observeSlos(slos, { storage: watch.sampling.querier, service, nowMs: clock.now(), points });
      return {
        items: slos.flatMap((slo) =>
          [seen.get(slo.name)].flatMap((each) => (each ? [toApiSlo(slo, service, each)] : [])),
        ),
      };
    },
  };
}

export function toApiSlo(slo: SloConfig, service: string, seen: SloObservation): Slo {
  const { state, why } = judgeSlo(slo, seen);
  const isKnown = seen.total > 0;
  return {
    ...{ name: slo.name, description: slo.description ?? null, indicator: slo.indicator.kind },
    ...{ objective: slo.objective, windowMs: slo.windowMs, state, why },
    sli: isKnown ? 1 - seen.errors / seen.total : null,
    requests: Math.round(seen.total),
    errors: Math.round(seen.errors),
    budget: toBudget(slo, seen),
    burnRates: {
      '1h': burnRate(slo, seen, '1h') ?? null,
      '6h': burnRate(slo, seen, '6h') ?? null,
      '3d': burnRate(slo, seen, '3d') ?? null,
    },
    observedMs: Math.min(seen.observedMs, slo.windowMs),
    countedUntil: seen.lastCountMs === undefined ? null : timeText(seen.lastCountMs),
    alerts: sloAlerts(slo, service, seen),
    expressions: sloExpressions(slo, service),
    history: seen.remaining.map(({ timeMs, ratio }) => ({ time: timeText(timeMs), remaining: ratio })),
  };
}

const MINUTE_MS = 60_000;

function toBudget(slo: SloConfig, seen: SloObservation): Slo['budget'] {
  const ratio = budgetOf(slo.objective);
  const minutes = (ratio * slo.windowMs) / MINUTE_MS;
  const requests = ratio * seen.total;
  const consumed = consumedShare(slo, seen);
  const part = (share: number) => ({ ratio: share, minutes: share * minutes, requests: share * requests });
  return {
    allowed: { ratio, minutes, requests: consumed === undefined ? null : requests },
    consumed: consumed === undefined ? null : part(consumed),
    remaining: consumed === undefined ? null : part(1 - consumed),
  };
}
