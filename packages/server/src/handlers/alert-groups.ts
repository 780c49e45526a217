import type { Alert, AlertGroup } from '@seaworthy/api';
import type { Handlers } from '../http/handlers.ts';
import type { Alerting } from '../watch/alerting.ts';
import { formatLabels } from '../watch/matchers/label-set.ts';
import { matchesAll } from '../watch/matchers/matcher.ts';
import type { Delivery } from '../watch/notifications/delivery/delivery.ts';
import type { Entry } from '../watch/notifications/outbox/entry.ts';
import { receiverNamed } from '../watch/routes/config/alerting-config.ts';
import type { Route } from '../watch/routes/route.ts';
import { groupLabels, matchRoutes } from '../watch/routes/route.ts';
import type { AlertSources } from './alert-list.ts';
import { listAlerts } from './alert-list.ts';
import { gravestFirst } from './alert-order.ts';
import { matchersAt, pageByKey, timeText } from './wire.ts';

const SHOWN_OF_GROUP = 100;
const WAITING_SEEN = 500;

/** What pends is where it will be told, should it fire. */
export function alertGroupHandlers(sources: AlertSources, { history }: Pick<Delivery, 'history'>) {
  const { alerting, now } = sources;
  return {
    async alertGroups({ query: { filter = '', state, text = '', ...page } }) {
      const matchers = filter.trim() === '' ? [] : matchersAt('query.filter', filter, alerting.syntax);
      const wanted = listAlerts(sources).filter(
        (alert) =>
          matchesAll(matchers, alert.labels) && (state === undefined || alert.state === state) && says(alert, text),
      );
      const { items, nextCursor } = pageByKey(gathered(wanted, alerting.config().route), ({ order }) => order, page);
      const waiting = await history.list({ state: 'pending', limit: WAITING_SEEN });
      const due = new Map(alerting.groups().map((group) => [idOf(group.route, group.key), group.dueInMs]));
      return { items: items.map((each) => toApi(each, { alerting, now, due, waiting: waiting.items })), nextCursor };
    },
  } satisfies Partial<Handlers>;
}

interface Gathered {
  readonly route: Route;
  readonly labels: Readonly<Record<string, string>>;
  readonly key: string;
  readonly alerts: readonly Alert[];
  readonly order: string;
}

/** An alert that several routes tell of is in a group of each. */
function gathered(alerts: readonly Alert[], root: Route): Gathered[] {
  const groups = new Map<string, Gathered>();
  for (const alert of [...alerts].sort((a, b) => (gravestFirst(a) < gravestFirst(b) ? -1 : 1))) {
    for (const route of matchRoutes(root, alert.labels)) {
      const labels = groupLabels(route, alert.labels);
      const key = `${route.key}:${formatLabels(labels)}`;
      const id = idOf(route, key);
      const { alerts: before = [], order = `${gravestFirst(alert)} ${id}` } = groups.get(id) ?? {};
      groups.set(id, { route, labels, key, order, alerts: [...before, alert] });
    }
  }
  return [...groups.values()];
}

function idOf(route: Route, key: string): string {
  return `${route.id} ${key}`;
}

interface Known {
  readonly alerting: Alerting;
  readonly now: () => number;
  readonly due: ReadonlyMap<string, number>;
  readonly waiting: readonly Entry[];
}

function toApi({ route, labels, key, alerts }: Gathered, { alerting, now, due, waiting }: Known): AlertGroup {
  const { receiver, repeatIntervalMs } = route;
  const dueInMs = due.get(idOf(route, key));
  const own = waiting.filter((entry) => entry.receiver === receiver && entry.groupKey === key);
  return {
    receiver,
    integrations: receiverNamed(alerting.config(), receiver)?.integrations.map(({ name }) => name) ?? [],
    ...{ groupKey: key, groupLabels: { ...labels }, alerts: alerts.slice(0, SHOWN_OF_GROUP), count: alerts.length },
    told: alerting.told(receiver, key).map(({ integration, firing, notifiedAt }) => ({
      ...{ integration, at: timeText(notifiedAt), alerts: [...firing] },
      isWaiting: own.some(
        (entry) => entry.integration === integration || entry.integration.startsWith(`${integration}.`),
      ),
    })),
    nextLookAt: dueInMs === undefined ? null : timeText(now() + dueInMs),
    ...{ repeatIntervalMs, mutedBy: [...alerting.mutedBy(route)] },
  };
}

function says({ labels, annotations }: Alert, text: string): boolean {
  const wanted = text.trim().toLowerCase();
  return [...Object.values(labels), ...Object.values(annotations)].some((word) => word.toLowerCase().includes(wanted));
}
