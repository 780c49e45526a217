import type { Database } from '../../../db/database.ts';
import type { NotificationLogRow } from '../../../db/migrations/004-alerts-and-silences.ts';
import type { LogEntry } from './decide.ts';

/** What one integration of a receiver was told of a group. */
export type LogKey = Pick<LogEntry, 'receiver' | 'integration' | 'groupKey'>;

/** Of a receiver's integration and a group, what it was told last. */
export interface NotificationLog {
  find(receiver: string, integration: string, groupKey: string): LogEntry | undefined;
  /** What each integration of the receiver was told last. */
  of(receiver: string, groupKey: string): readonly LogEntry[];
  /** Whether any integration of the receiver believes that the alert fires. */
  believesFiring(receiver: string, groupKey: string, fingerprint: string): boolean;
  /** Stores it as part of a transaction; `remember` follows when that has been committed. */
  write(entry: LogEntry, within: Database): Promise<void>;
  remember(entry: LogEntry): void;
  /** As if it had never been told. On the disk with the transaction; should that fail, it is told once more. */
  forget(telling: LogKey, within: Database): Promise<void>;
  /** Forgets what has expired. */
  collect(now: number): Promise<void>;
}

export async function openNotificationLog(db: Database): Promise<NotificationLog> {
  const rows = await db.selectFrom('notification_log').selectAll().execute();
  /** By receiver and group, then by integration. */
  const told = new Map<string, Map<string, LogEntry>>();
  const remember = (entry: LogEntry) => {
    const key = keyOf(entry.receiver, entry.groupKey);
    told.set(key, (told.get(key) ?? new Map<string, LogEntry>()).set(entry.integration, entry));
  };
  for (const row of rows) remember(toEntry(row));
  return {
    remember,
    find: (receiver, integration, groupKey) => told.get(keyOf(receiver, groupKey))?.get(integration),
    of: (receiver, groupKey) => [...(told.get(keyOf(receiver, groupKey))?.values() ?? [])],
    believesFiring(receiver, groupKey, fingerprint) {
      const entries = [...(told.get(keyOf(receiver, groupKey))?.values() ?? [])];
      return entries.some(({ firing }) => firing.includes(fingerprint));
    },
    async write(entry, within) {
      const { receiver, integration, group_key, ...rest } = toRow(entry);
      await within
        .insertInto('notification_log')
        .values({ receiver, integration, group_key, ...rest })
        .onConflict((conflict) => conflict.columns(['receiver', 'integration', 'group_key']).doUpdateSet(rest))
        .execute();
    },
    async forget({ receiver, integration, groupKey }, within) {
      await within
        .deleteFrom('notification_log')
        .where('receiver', '=', receiver)
        .where('integration', '=', integration)
        .where('group_key', '=', groupKey)
        .execute();
      told.get(keyOf(receiver, groupKey))?.delete(integration);
    },
    async collect(now) {
      await db.deleteFrom('notification_log').where('expires_at', '<=', now).execute();
      for (const [key, entries] of told) {
        for (const { integration, expiresAt } of entries.values()) if (expiresAt <= now) entries.delete(integration);
        if (entries.size === 0) told.delete(key);
      }
    },
  };
}

function keyOf(receiver: string, groupKey: string): string {
  return JSON.stringify([receiver, groupKey]);
}

function toEntry(row: NotificationLogRow): LogEntry {
  return {
    receiver: row.receiver,
    integration: row.integration,
    groupKey: row.group_key,
    firing: JSON.parse(row.firing),
    resolved: JSON.parse(row.resolved),
    notifiedAt: row.notified_at,
    expiresAt: row.expires_at,
  };
}

function toRow(entry: LogEntry): NotificationLogRow {
  return {
    receiver: entry.receiver,
    integration: entry.integration,
    group_key: entry.groupKey,
    firing: JSON.stringify(entry.firing),
    resolved: JSON.stringify(entry.resolved),
    notified_at: entry.notifiedAt,
    expires_at: entry.expiresAt,
  };
}
