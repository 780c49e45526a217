import type { Notification } from '../../notifications/notification.ts';
import { goMap, goTime } from '../texts/go-json.ts';

/** Alertmanager's message for webhooks, version 4. */
export function webhookMessage(notification: Notification, maxAlerts = 0) {
  const { alerts, truncatedAlerts } = notification;
  const told = maxAlerts > 0 ? alerts.slice(0, maxAlerts) : alerts;
  return {
    receiver: notification.receiver,
    status: notification.status,
    alerts: told.map((alert) => ({
      status: alert.status,
      labels: goMap(alert.labels),
      annotations: goMap(alert.annotations),
      startsAt: goTime(alert.startsAt),
      endsAt: goTime(alert.endsAt),
      generatorURL: alert.generatorURL,
      fingerprint: alert.fingerprint,
    })),
    groupLabels: goMap(notification.groupLabels),
    commonLabels: goMap(notification.commonLabels),
    commonAnnotations: goMap(notification.commonAnnotations),
    externalURL: notification.externalURL,
    version: '4',
    groupKey: notification.groupKey,
    truncatedAlerts: truncatedAlerts + alerts.length - told.length,
  };
}
