import type { Alerting } from '../alerting.ts';
import { compareLabels, compareText } from '../matchers/label-set.ts';
import { compareAlerts } from '../routes/dispatch/flush.ts';
import { matchRoutes } from '../routes/route.ts';
import type { ApiAnswer, ApiRequest } from './answer.ts';
import { badRequest, checked, flag, ok } from './answer.ts';
import { alertFilter, receiverFilter } from './filters.ts';
import type { Suppression } from './views.ts';
import { alertView, statusOf } from './views.ts';
import { PostedAlerts } from './wire.ts';

/** Alerts that are sound count, even where others in the same request are not. */
export async function postAlerts(alerting: Alerting, { body }: ApiRequest): Promise<ApiAnswer> {
  const problems = await alerting.post(checked(PostedAlerts, body));
  return problems.length === 0 ? ok() : badRequest(problems.join('; '));
}

export function getAlerts(alerting: Alerting, { query }: ApiRequest, now: number): ApiAnswer {
  const [isWanted, isReceiver] = [alertFilter(query, alerting.syntax), receiverFilter(query)];
  const { route } = alerting.config();
  const shown = alerting.alerts.list().flatMap((alert) => {
    const receivers = matchRoutes(route, alert.labels).map(({ receiver }) => receiver);
    const status = statusOf(alert, suppressionOf(alerting));
    return receivers.some(isReceiver) && isWanted(alert, status, now) ? [alertView(alert, status, receivers)] : [];
  });
  return ok(shown.sort((a, b) => compareText(a.fingerprint, b.fingerprint)));
}

export function getGroups(alerting: Alerting, { query }: ApiRequest, now: number): ApiAnswer {
  const [isWanted, isReceiver] = [alertFilter(query, alerting.syntax), receiverFilter(query)];
  const showsMuted = flag(query, 'muted');
  const groups = alerting.groups().filter(({ route }) => isReceiver(route.receiver));
  const receiversOf = (fingerprint: string) =>
    groups
      .filter(({ alerts }) => alerts.some((alert) => alert.fingerprint === fingerprint))
      .map(({ route }) => route.receiver);
  const shown = groups.flatMap(({ route, labels, alerts }) => {
    const mutedBy = alerting.mutedBy(route);
    if (!showsMuted && mutedBy.length > 0) return [];
    const wanted = [...alerts].sort(compareAlerts).flatMap((alert) => {
      const status = statusOf(alert, suppressionOf(alerting), mutedBy);
      return isWanted(alert, status, now) ? [alertView(alert, status, receiversOf(alert.fingerprint))] : [];
    });
    return wanted.length === 0 ? [] : [{ alerts: wanted, labels, receiver: { name: route.receiver } }];
  });
  return ok(shown.sort((a, b) => compareLabels(a.labels, b.labels) || compareText(a.receiver.name, b.receiver.name)));
}

export function getReceivers(alerting: Alerting): ApiAnswer {
  return ok(alerting.config().receivers.map(({ name }) => ({ name })));
}

function suppressionOf(alerting: Alerting): Suppression {
  return {
    silencedBy: (labels) => alerting.silences.of(labels).map(({ id }) => id),
    inhibitedBy: (labels) => alerting.inhibitedBy(labels),
  };
}
