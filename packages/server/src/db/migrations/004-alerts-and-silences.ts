import type { Migration } from '../migration.ts';

export interface AlertRow {
  /** Of its labels. */
  fingerprint: string;
  /** JSON object, and so are the annotations. */
  labels: string;
  annotations: string;
  starts_at: number;
  ends_at: number;
  updated_at: number;
  /** 1 when `ends_at` was not told, but follows from the time after which an alert counts as resolved. */
  timeout: number;
  generator_url: string;
}

export interface SilenceRow {
  id: string;
  /** JSON array of {name, operator, value}. */
  matchers: string;
  starts_at: number;
  ends_at: number;
  updated_at: number;
  created_by: string;
  comment: string;
}

export interface NotificationLogRow {
  receiver: string;
  /** Which of the receiver's integrations: `webhook[0]`. */
  integration: string;
  group_key: string;
  /** JSON arrays of fingerprints: what the receiver was told last. */
  firing: string;
  resolved: string;
  notified_at: number;
  /** When it may be forgotten. */
  expires_at: number;
}

export interface AlertAndSilenceTables {
  alerts: AlertRow;
  silences: SilenceRow;
  notification_log: NotificationLogRow;
}

export const alertsAndSilences: Migration = {
  number: 4,
  name: 'alerts-and-silences',
  up: [
    `CREATE TABLE alerts (
      fingerprint TEXT PRIMARY KEY,
      labels TEXT NOT NULL,
      annotations TEXT NOT NULL,
      starts_at BIGINT NOT NULL,
      ends_at BIGINT NOT NULL,
      updated_at BIGINT NOT NULL,
      timeout INTEGER NOT NULL,
      generator_url TEXT NOT NULL
    )`,
    `CREATE TABLE silences (
      id TEXT PRIMARY KEY,
      matchers TEXT NOT NULL,
      starts_at BIGINT NOT NULL,
      ends_at BIGINT NOT NULL,
      updated_at BIGINT NOT NULL,
      created_by TEXT NOT NULL,
      comment TEXT NOT NULL
    )`,
    `CREATE TABLE notification_log (
      receiver TEXT NOT NULL,
      integration TEXT NOT NULL,
      group_key TEXT NOT NULL,
      firing TEXT NOT NULL,
      resolved TEXT NOT NULL,
      notified_at BIGINT NOT NULL,
      expires_at BIGINT NOT NULL,
      PRIMARY KEY (receiver, integration, group_key)
    )`,
  ],
  down: ['DROP TABLE notification_log', 'DROP TABLE silences', 'DROP TABLE alerts'],
};
