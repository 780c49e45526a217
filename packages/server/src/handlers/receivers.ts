import type { NotificationRecord, ReceiverIntegration } from '@seaworthy/api';
import type { Handlers } from '../http/handlers.ts';
import type { Clock } from '../platform/clock.ts';
import type { ReceiverHealth } from '../watch/notifications/delivery/receiver-health.ts';
import type { Entry } from '../watch/notifications/outbox/entry.ts';
import type { IntegrationConfig } from '../watch/routes/config/alerting-config.ts';
import type { Telling } from '../watch/telling.ts';
import { receiverTests } from './receiver-tests.ts';
import { timeOrNull, timeText } from './wire.ts';

export function receiverHandlers(telling: Pick<Telling, 'alerting' | 'delivery' | 'test'>, clock: Pick<Clock, 'now'>) {
  const { alerting, delivery } = telling;
  return {
    ...receiverTests(telling, clock),
    async receivers() {
      const health = await delivery.health();
      const items = alerting.config().receivers.map(({ name, integrations }) => {
        const own = health.filter(({ receiver }) => receiver === name);
        return { name, integrations: integrations.flatMap((integration) => withHealth(integration, own)) };
      });
      return { items };
    },
    async notifications({ query }) {
      const { items, nextCursor } = await delivery.history.list(query);
      return { items: items.map(toApiRecord), nextCursor };
    },
  } satisfies Partial<Handlers>;
}

/** Where an entry tells several (numbers of one `sms[0]`), each that was used fares by itself. */
function withHealth({ name, channel }: IntegrationConfig, health: readonly ReceiverHealth[]): ReceiverIntegration[] {
  const seen = health.filter(({ integration }) => integration === name || integration.startsWith(`${name}.`));
  if (seen.length > 0) return seen.map(toApiIntegration);
  const never = { failingSince: null, failures: 0, lastSentAt: null, lastFailedAt: null, failure: null };
  return [{ name, channel, state: 'unknown', ...never }];
}

function toApiIntegration({ integration, channel, state, failures, failure, ...times }: ReceiverHealth) {
  return {
    ...{ name: integration, channel, state, failures, failure },
    failingSince: timeOrNull(times.failingSince),
    lastSentAt: timeOrNull(times.lastSentAt),
    lastFailedAt: timeOrNull(times.lastFailedAt),
  };
}

function toApiRecord(entry: Entry): NotificationRecord {
  const { id, receiver, integration, channel, action, status, severity, groupKey, state, attempts } = entry;
  return {
    ...{ id, receiver, integration, channel, action, status, severity, groupKey, state, attempts },
    reason: entry.notification.reason,
    groupLabels: entry.notification.groupLabels,
    alerts: entry.notification.alerts.length,
    queuedAt: timeText(entry.queuedAt),
    nextAttemptAt: state === 'pending' ? timeText(entry.nextAttemptAt) : null,
    endedAt: timeOrNull(entry.endedAt),
    failure: entry.failure,
  };
}
