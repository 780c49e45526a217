import { commonTo } from '../../matchers/label-set.ts';
import type { FlushedAlert, GroupFlush } from '../../routes/dispatch/flush.ts';
import type { Notification, NotificationReason, NotifiedAlert } from '../notification.ts';

export function makeNotification(
  { route, groupKey, groupLabels }: GroupFlush,
  flushed: readonly FlushedAlert[],
  reason: NotificationReason,
  externalURL: string,
): Notification {
  const alerts = flushed.map(notified);
  return {
    receiver: route.receiver,
    groupKey,
    groupLabels,
    commonLabels: commonTo(alerts.map(({ labels }) => labels)),
    commonAnnotations: commonTo(alerts.map(({ annotations }) => annotations)),
    externalURL,
    status: alerts.some(({ status }) => status === 'firing') ? 'firing' : 'resolved',
    alerts,
    truncatedAlerts: 0,
    reason,
  };
}

function notified({ alert, isResolved }: FlushedAlert): NotifiedAlert {
  return {
    status: isResolved ? 'resolved' : 'firing',
    labels: alert.labels,
    annotations: alert.annotations,
    startsAt: alert.startsAt,
    endsAt: isResolved ? alert.endsAt : null,
    generatorURL: alert.generatorURL,
    fingerprint: alert.fingerprint,
  };
}
