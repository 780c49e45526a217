import type { Metrics } from '@seaworthy/kit/metrics';
import { createMetrics } from '@seaworthy/kit/metrics';
import { onTestFinished } from 'vitest';
import type { Database } from '../../db/database.ts';
import { testDatabase } from '../../db/testing.ts';
import { createIds } from '../../platform/ids.ts';
import type { VirtualClock } from '../../platform/testing.ts';
import { virtualClock } from '../../platform/testing.ts';
import type { Delivery, DeliveryOptions } from './delivery/delivery.ts';
import { createDelivery } from './delivery/delivery.ts';
import type { FailingReceiverAlert } from './delivery/failing-alert.ts';
import type { Notification, NotificationStatus, NotifiedAlert } from './notification.ts';
import type { Attempt, Integration, SendFailure, SendResult } from './receiver.ts';

const NOON = Date.UTC(2030, 0, 1, 12);

export function alertOf(labels: Record<string, string> = {}, status: NotificationStatus = 'firing'): NotifiedAlert {
  const all = { alertname: 'WorkerDown', severity: 'warning', ...labels };
  return {
    status,
    labels: all,
    annotations: { summary: 'A worker is down & out' },
    startsAt: NOON - 60_000,
    endsAt: status === 'firing' ? null : NOON,
    generatorURL: 'http://ops.example/graph?g0.expr=up&g0.tab=1',
    fingerprint: Buffer.from(JSON.stringify(all)).toString('hex').slice(-16),
  };
}

export function notificationOf(given: Partial<Notification> = {}): Notification {
  const status = given.status ?? 'firing';
  return {
    receiver: 'ops',
    groupKey: '{}:{alertname="WorkerDown"}',
    groupLabels: { alertname: 'WorkerDown' },
    commonLabels: { alertname: 'WorkerDown', severity: 'warning' },
    commonAnnotations: { summary: 'A worker is down & out' },
    externalURL: 'http://ops.example',
    status,
    alerts: [alertOf({}, status)],
    truncatedAlerts: 0,
    reason: 'first',
    ...given,
  };
}

/** A receiver's channel that notes what it is sent and answers as it is told to. */
export interface Peer extends Integration {
  readonly got: {
    readonly notification: Notification;
    readonly key: string;
    readonly at: number;
    readonly action: string;
  }[];
  answer: (attempt: Attempt) => SendResult | Promise<SendResult>;
}

export const sent: SendResult = { outcome: 'sent' };

export function failure(given: Partial<SendFailure> = {}): SendFailure {
  return { outcome: 'failed', retryable: true, reason: 'server_error', message: 'It answered 500.', ...given };
}

export function peer(clock: VirtualClock, given: Partial<Integration> = {}): Peer {
  const note = (action: string) => async (notification: Notification, attempt: Attempt) => {
    made.got.push({ notification, key: attempt.key, at: clock.now(), action });
    return made.answer(attempt);
  };
  const made: Peer = {
    name: 'webhook[0]',
    channel: 'webhook',
    sendResolved: true,
    send: note('notify'),
    got: [],
    answer: () => sent,
    ...given,
  };
  return made;
}

export interface Bench {
  readonly clock: VirtualClock;
  readonly db: Database;
  readonly webhook: Peer;
  readonly delivery: Delivery;
  readonly raised: FailingReceiverAlert[];
  readonly faults: unknown[];
  readonly metrics: Metrics;
}

type Given = Partial<DeliveryOptions> & { readonly before?: Bench };

/** Delivery to one receiver, `ops`, with one channel, on a virtual clock; `before` hands on its database and clock. */
export async function bench({ before, ...given }: Given = {}): Promise<Bench> {
  const clock = before?.clock ?? virtualClock(NOON);
  const db = before?.db ?? (await testDatabase());
  const webhook = before?.webhook ?? peer(clock);
  const raised: FailingReceiverAlert[] = [];
  const faults: unknown[] = [];
  const metrics = createMetrics();
  const delivery = createDelivery({
    ...{ db, clock, newId: createIds(clock), random: () => 0, metrics },
    receivers: [{ name: 'ops', integrations: [webhook] }],
    raise: (alert) => void raised.push(alert),
    report: (error) => void faults.push(error),
    ...given,
  });
  void delivery.run();
  onTestFinished(() => delivery.stop());
  return { clock, db, webhook, delivery, raised, faults, metrics };
}
