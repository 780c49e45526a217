import { createHash } from 'node:crypto';
import type { Notification, NotifiedLabels } from '../notification.ts';
import type { Integration, Receiver } from '../receiver.ts';
import { severityOf } from '../severity.ts';
import type { Entry, EntryAction } from './entry.ts';

export interface Addressing {
  readonly id: string;
  readonly now: number;
  readonly deadlineMs: number;
  readonly action: EntryAction;
  /** What sets this telling apart from others of the same group; told again under the same one, it is not sent again. */
  readonly occasion: string;
}

/** The entry of a notification for one integration; undefined when that integration is not to hear of it. */
export function address(
  notification: Notification,
  receiver: Receiver,
  integration: Integration,
  { id, now, deadlineMs, action, occasion }: Addressing,
): Entry | undefined {
  const told = integration.sendResolved ? notification : withoutResolved(notification);
  if (told === undefined || (action === 'acknowledge' && integration.acknowledge === undefined)) return undefined;
  return {
    id,
    key: idempotencyKey([receiver.name, integration.name, notification.groupKey, action, occasion]),
    receiver: receiver.name,
    integration: integration.name,
    channel: integration.channel,
    groupKey: notification.groupKey,
    action,
    status: told.status,
    severity: severityOf(told),
    notification: told,
    state: 'pending',
    attempts: 0,
    queuedAt: now,
    nextAttemptAt: now,
    deadlineAt: now + deadlineMs,
    endedAt: null,
    failure: null,
  };
}

function idempotencyKey(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** For `send_resolved: false`. What the rest has in common may be more than what all had. */
function withoutResolved(notification: Notification): Notification | undefined {
  const alerts = notification.alerts.filter(({ status }) => status === 'firing');
  if (alerts.length === 0) return undefined;
  if (alerts.length === notification.alerts.length) return notification;
  return {
    ...notification,
    alerts,
    commonLabels: inCommon(alerts.map(({ labels }) => labels)),
    commonAnnotations: inCommon(alerts.map(({ annotations }) => annotations)),
  };
}

function inCommon([first = {}, ...others]: readonly NotifiedLabels[]): NotifiedLabels {
  const shared = Object.entries(first).filter(([name, value]) => others.every((other) => other[name] === value));
  return Object.fromEntries(shared);
}
