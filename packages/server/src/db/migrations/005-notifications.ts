import type { Migration } from '../migration.ts';

/** A notification for one integration: waiting to be sent as long as it is `pending`, history afterwards. */
export interface NotificationRow {
  /** Sorts by the time at which it was queued. */
  id: string;
  /** Tells a receiver that it has seen this one before. */
  key: string;
  receiver: string;
  integration: string;
  channel: string;
  group_key: string;
  action: 'notify' | 'acknowledge';
  status: 'firing' | 'resolved';
  severity: 'info' | 'warning' | 'critical';
  /** Notification as JSON. */
  notification: string;
  state: 'pending' | 'sent' | 'failed' | 'gave_up' | 'superseded';
  /** Begun ones: one that was cut short by a crash counts. */
  attempts: number;
  queued_at: number;
  next_attempt_at: number;
  deadline_at: number;
  ended_at: number | null;
  /** Of the last failed attempt. */
  reason: string | null;
  message: string | null;
}

/** How one integration of a receiver fares. */
export interface ReceiverHealthRow {
  receiver: string;
  integration: string;
  channel: string;
  /** The first failure after the last success; null while all is well. */
  failing_since: number | null;
  /** One after the other, up to now. */
  failures: number;
  last_sent_at: number | null;
  last_failed_at: number | null;
  reason: string | null;
  message: string | null;
}

export interface NotificationTables {
  notifications: NotificationRow;
  receiver_health: ReceiverHealthRow;
}

export const notifications: Migration = {
  number: 5,
  name: 'notifications',
  up: [
    `CREATE TABLE notifications (
      id TEXT PRIMARY KEY,
      key TEXT NOT NULL UNIQUE,
      receiver TEXT NOT NULL,
      integration TEXT NOT NULL,
      channel TEXT NOT NULL,
      group_key TEXT NOT NULL,
      action TEXT NOT NULL CHECK (action IN ('notify', 'acknowledge')),
      status TEXT NOT NULL CHECK (status IN ('firing', 'resolved')),
      severity TEXT NOT NULL,
      notification TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('pending', 'sent', 'failed', 'gave_up', 'superseded')),
      attempts INTEGER NOT NULL,
      queued_at BIGINT NOT NULL,
      next_attempt_at BIGINT NOT NULL,
      deadline_at BIGINT NOT NULL,
      ended_at BIGINT,
      reason TEXT,
      message TEXT
    )`,
    `CREATE INDEX notifications_pending ON notifications (receiver, integration, group_key, id) WHERE state = 'pending'`,
    `CREATE INDEX notifications_sent ON notifications (receiver, integration, ended_at) WHERE state = 'sent'`,
    'CREATE INDEX notifications_ended ON notifications (ended_at)',
    `CREATE TABLE receiver_health (
      receiver TEXT NOT NULL,
      integration TEXT NOT NULL,
      channel TEXT NOT NULL,
      failing_since BIGINT,
      failures INTEGER NOT NULL,
      last_sent_at BIGINT,
      last_failed_at BIGINT,
      reason TEXT,
      message TEXT,
      PRIMARY KEY (receiver, integration)
    )`,
  ],
  down: ['DROP TABLE receiver_health', 'DROP TABLE notifications'],
};
