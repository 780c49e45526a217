import type { AlertCounts } from '@seaworthy/api';
import { HttpError } from '../http/errors.ts';
import type { HandlerInput, Handlers } from '../http/handlers.ts';
import type { Clock } from '../platform/clock.ts';
import type { Watch } from '../watch/flow.ts';
import { matchesAll } from '../watch/matchers/matcher.ts';
import { alertGroupHandlers } from './alert-groups.ts';
import type { AlertSources } from './alert-list.ts';
import { listAlerts } from './alert-list.ts';
import { gravestFirst, severityOf } from './alert-order.ts';
import { receiverHandlers } from './receivers.ts';
import { routingHandlers } from './routing.ts';
import { toApiGroup } from './rule-groups.ts';
import { silenceHandlers } from './silences.ts';
import { toApiProbe, toApiTarget } from './targets.ts';
import { matchersAt, pageByKey } from './wire.ts';

export interface AlertHandlerParts {
  readonly watch: Watch;
  readonly clock: Pick<Clock, 'now'>;
}

/** What people see and steer of alerts. */
export function createAlertHandlers({ watch, clock }: AlertHandlerParts) {
  const { sampling, rules, telling } = watch;
  const sources = sourcesOf({ watch, clock });
  const { prober } = sampling;
  const push = ({ params: { name }, query }: HandlerInput<'push'>) => {
    const isKnown = prober.probes.some((probe) => probe.kind === 'push' && probe.name === name);
    if (!isKnown) throw new HttpError('not_found', `There is no push probe ${name}.`);
    prober.heartbeats.beat(name, query);
    return { ok: true as const };
  };
  return {
    alerts({ query }) {
      const { filter = '', state, receiver } = query;
      const matchers = filter.trim() === '' ? [] : matchersAt('query.filter', filter, sources.alerting.syntax);
      const wanted = listAlerts(sources).filter(
        (alert) =>
          matchesAll(matchers, alert.labels) &&
          (state === undefined || alert.state === state) &&
          (receiver === undefined || alert.receivers.includes(receiver)),
      );
      return pageByKey(wanted, gravestFirst, query);
    },
    rules: () => ({ items: rules.groups.map(toApiGroup) }),
    targets: () => ({ items: sampling.scraper.targets().map(toApiTarget) }),
    probes: () => ({ items: prober.states().map(toApiProbe) }),
    push,
    pushByGet: push,
    ...alertGroupHandlers(sources, telling.delivery),
    ...silenceHandlers(sources),
    ...routingHandlers(telling.alerting, clock),
    ...receiverHandlers(telling, clock),
  } satisfies Partial<Handlers>;
}

export function countAlerts(parts: AlertHandlerParts): AlertCounts {
  const all = listAlerts(sourcesOf(parts));
  const told = all.filter(({ state }) => state === 'firing');
  const count = (severity: string) => told.filter((alert) => severityOf(alert) === severity).length;
  return {
    ...{ critical: count('critical'), warning: count('warning'), info: count('info') },
    firing: all.filter(({ state }) => state !== 'pending').length,
    silenced: all.filter(({ state }) => state === 'suppressed').length,
    pending: all.filter(({ state }) => state === 'pending').length,
  };
}

function sourcesOf({ watch, clock }: AlertHandlerParts): AlertSources {
  return { alerting: watch.telling.alerting, groups: () => watch.rules.groups, now: () => clock.now() };
}
