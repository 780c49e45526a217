import type { Handlers } from '../http/handlers.ts';
import type { Clock } from '../platform/clock.ts';
import type { Alerting } from '../watch/alerting.ts';
import { toApiOutcome, toApiRoutes } from './routing-views.ts';
import { timeText } from './wire.ts';

export function routingHandlers(alerting: Alerting, clock: Pick<Clock, 'now'>) {
  return {
    alertRouting: () => ({ items: toApiRoutes(alerting.config().route, (route) => alerting.mutedBy(route)) }),
    testAlertRouting({ body: { labels, at } }) {
      const atMs = at === undefined ? clock.now() : Date.parse(at);
      return { at: timeText(atMs), items: alerting.testRoutes(labels, atMs).map(toApiOutcome) };
    },
  } satisfies Partial<Handlers>;
}
