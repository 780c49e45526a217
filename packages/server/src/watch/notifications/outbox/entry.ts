import type { NotificationRow } from '../../../db/migrations/005-notifications.ts';
import type { Notification, NotificationStatus } from '../notification.ts';
import type { FailureReason, SendFailure } from '../receiver.ts';
import type { Severity } from '../severity.ts';

export type EntryAction = 'notify' | 'acknowledge';

/** `gave_up`: its time was over. `superseded`: a later one that was still waiting said all of it. */
export type EntryState = 'pending' | 'sent' | 'failed' | 'gave_up' | 'superseded';

/** What is told in order, one at a time: a group, by one integration of a receiver. */
export interface QueueName {
  readonly receiver: string;
  readonly integration: string;
  readonly groupKey: string;
}

/** A notification on its way through one integration, or the record of it. */
export interface Entry extends QueueName {
  readonly id: string;
  readonly key: string;
  readonly channel: string;
  readonly action: EntryAction;
  readonly status: NotificationStatus;
  readonly severity: Severity;
  readonly notification: Notification;
  readonly state: EntryState;
  readonly attempts: number;
  readonly queuedAt: number;
  readonly nextAttemptAt: number;
  readonly deadlineAt: number;
  readonly endedAt: number | null;
  readonly failure: Pick<SendFailure, 'reason' | 'message'> | null;
}

/** Of a row that `toRow` has written. */
export function toEntry(row: NotificationRow): Entry {
  return {
    id: row.id,
    key: row.key,
    receiver: row.receiver,
    integration: row.integration,
    channel: row.channel,
    groupKey: row.group_key,
    action: row.action,
    status: row.status,
    severity: row.severity,
    notification: JSON.parse(row.notification) as Notification,
    state: row.state,
    attempts: row.attempts,
    queuedAt: row.queued_at,
    nextAttemptAt: row.next_attempt_at,
    deadlineAt: row.deadline_at,
    endedAt: row.ended_at,
    failure: row.reason === null ? null : { reason: row.reason as FailureReason, message: row.message ?? '' },
  };
}

export function toRow(entry: Entry): NotificationRow {
  return {
    id: entry.id,
    key: entry.key,
    receiver: entry.receiver,
    integration: entry.integration,
    channel: entry.channel,
    group_key: entry.groupKey,
    action: entry.action,
    status: entry.status,
    severity: entry.severity,
    notification: JSON.stringify(entry.notification),
    state: entry.state,
    attempts: entry.attempts,
    queued_at: entry.queuedAt,
    next_attempt_at: entry.nextAttemptAt,
    deadline_at: entry.deadlineAt,
    ended_at: entry.endedAt,
    reason: entry.failure?.reason ?? null,
    message: entry.failure?.message ?? null,
  };
}
