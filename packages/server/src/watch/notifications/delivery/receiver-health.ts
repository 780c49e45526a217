import type { Database } from '../../../db/database.ts';
import type { ReceiverHealthRow } from '../../../db/migrations/005-notifications.ts';
import type { Entry } from '../outbox/entry.ts';
import type { FailureReason, SendFailure } from '../receiver.ts';

/** How one integration of a receiver fares. */
export interface ReceiverHealth {
  readonly receiver: string;
  readonly integration: string;
  readonly channel: string;
  readonly state: 'ok' | 'failing';
  /** The first failure after the last success. */
  readonly failingSince: number | null;
  /** One after the other, up to now. */
  readonly failures: number;
  readonly lastSentAt: number | null;
  readonly lastFailedAt: number | null;
  readonly failure: Pick<SendFailure, 'reason' | 'message'> | null;
}

type Of = Pick<Entry, 'receiver' | 'integration' | 'channel'>;

export interface ReceiverHealthStore {
  list(): Promise<readonly ReceiverHealth[]>;
  /** Gives back how it fared before. */
  noteSent(of: Of, at: number, within?: Database): Promise<ReceiverHealth>;
  noteFailed(of: Of, failure: Pick<SendFailure, 'reason' | 'message'>, at: number): Promise<ReceiverHealth>;
  forget(of: Omit<Of, 'channel'>): Promise<void>;
}

export function createReceiverHealth(db: Database): ReceiverHealthStore {
  return {
    async list() {
      const rows = await db
        .selectFrom('receiver_health')
        .selectAll()
        .orderBy('receiver')
        .orderBy('integration')
        .execute();
      return rows.map(toHealth);
    },
    async noteSent(of, at, within = db) {
      const before = await read(within, of);
      const failure = { failing_since: null, failures: 0, reason: null, message: null };
      await write(within, { ...before, ...failure, last_sent_at: at });
      return toHealth(before);
    },
    async noteFailed(of, { reason, message }, at) {
      const before = await read(db, of);
      const { failing_since: since, failures } = before;
      const after = {
        ...before,
        failing_since: since ?? at,
        failures: failures + 1,
        last_failed_at: at,
        reason,
        message,
      };
      await write(db, after);
      return toHealth(after);
    },
    async forget({ receiver, integration }) {
      await db
        .deleteFrom('receiver_health')
        .where('receiver', '=', receiver)
        .where('integration', '=', integration)
        .execute();
    },
  };
}

async function read(db: Database, { receiver, integration, channel }: Of): Promise<ReceiverHealthRow> {
  const row = await db
    .selectFrom('receiver_health')
    .selectAll()
    .where('receiver', '=', receiver)
    .where('integration', '=', integration)
    .executeTakeFirst();
  const nothing = { failing_since: null, failures: 0, last_sent_at: null, last_failed_at: null, reason: null };
  return row ?? { receiver, integration, channel, ...nothing, message: null };
}

async function write(db: Database, row: ReceiverHealthRow): Promise<void> {
  await db
    .insertInto('receiver_health')
    .values(row)
    .onConflict((conflict) => conflict.columns(['receiver', 'integration']).doUpdateSet(row))
    .execute();
}

function toHealth(row: ReceiverHealthRow): ReceiverHealth {
  return {
    receiver: row.receiver,
    integration: row.integration,
    channel: row.channel,
    state: row.failing_since === null ? 'ok' : 'failing',
    failingSince: row.failing_since,
    failures: row.failures,
    lastSentAt: row.last_sent_at,
    lastFailedAt: row.last_failed_at,
    failure: row.reason === null ? null : { reason: row.reason as FailureReason, message: row.message ?? '' },
  };
}
