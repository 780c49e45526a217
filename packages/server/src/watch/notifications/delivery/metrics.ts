import type { Metrics } from '@seaworthy/kit/metrics';
import type { Entry } from '../outbox/entry.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { FailureReason } from '../receiver.ts';
import type { ReceiverHealthStore } from './receiver-health.ts';

export interface DeliveryMetrics {
  ended(entry: Entry): void;
  failed(entry: Entry, reason: FailureReason): void;
}

export interface MetricSources {
  readonly metrics: Metrics;
  readonly outbox: Pick<Outbox, 'waiting'>;
  readonly health: Pick<ReceiverHealthStore, 'list'>;
}

export function registerDeliveryMetrics({ metrics, outbox, health }: MetricSources): DeliveryMetrics {
  const ended = metrics.counter({
    name: 'notifications_sent_total',
    help: 'Notifications whose delivery has ended, by how: sent, failed, gave_up or superseded.',
    labelNames: ['channel', 'notification_type', 'status'],
  });
  const failures = metrics.counter({
    name: 'notifications_failed_attempts_total',
    help: 'Attempts to deliver a notification that failed, by why.',
    labelNames: ['receiver', 'integration', 'reason'],
  });
  const latency = metrics.histogram({
    name: 'notification_latency_seconds',
    help: 'From a notification’s making to its delivery.',
    labelNames: ['channel'],
    buckets: [0.1, 0.5, 1, 5, 15, 60, 300, 1_800],
  });
  metrics.gauge({
    name: 'notifications_waiting',
    help: 'Notifications that are stored but not yet delivered.',
    labelNames: ['receiver', 'integration'],
    async collect(gauge) {
      gauge.clear();
      for (const { receiver, integration, count } of await outbox.waiting())
        gauge.set({ receiver, integration }, count);
    },
  });
  metrics.gauge({
    name: 'notification_receiver_failing',
    help: '1 while nothing gets through to the receiver by this integration.',
    labelNames: ['receiver', 'integration'],
    async collect(gauge) {
      gauge.clear();
      for (const { receiver, integration, state } of await health.list())
        gauge.set({ receiver, integration }, state === 'failing' ? 1 : 0);
    },
  });
  return {
    ended(entry) {
      const { channel, action, status, state, queuedAt, endedAt } = entry;
      ended.inc({ channel, notification_type: action === 'acknowledge' ? 'acknowledged' : status, status: state });
      if (state === 'sent' && endedAt !== null) latency.observe({ channel }, (endedAt - queuedAt) / 1000);
    },
    failed: ({ receiver, integration }, reason) => failures.inc({ receiver, integration, reason }),
  };
}
