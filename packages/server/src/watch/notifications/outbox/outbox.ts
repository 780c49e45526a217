import type { Database } from '../../../db/database.ts';
import type { SendFailure } from '../receiver.ts';
import type { Entry, EntryState, QueueName } from './entry.ts';
import { toEntry, toRow } from './entry.ts';

/** Notifications that are stored but not yet delivered. A change is on the disk when its promise resolves. */
export interface Outbox {
  /** Stores them all or none; those whose key is known are left as they are. Gives back those that are new. */
  add(entries: readonly Entry[], within?: Database): Promise<readonly Entry[]>;
  /** Queues in which something waits. */
  queues(): Promise<readonly QueueName[]>;
  /** What waits in a queue, oldest first. */
  pending(queue: QueueName): Promise<readonly Entry[]>;
  /** How many wait, by integration. */
  waiting(): Promise<readonly (Omit<QueueName, 'groupKey'> & { readonly count: number })[]>;
  /** Notes that an attempt begins: after a crash it is known that something may have been sent. */
  begin(entry: Entry): Promise<Entry>;
  postpone(entry: Entry, until: number, failure: SendFailure): Promise<void>;
  end(entry: Entry, ending: Ending, within?: Database): Promise<Entry>;
}

export interface Ending {
  readonly state: Exclude<EntryState, 'pending'>;
  readonly at: number;
  readonly failure?: Pick<SendFailure, 'reason' | 'message'> | undefined;
}

export function createOutbox(db: Database): Outbox {
  return {
    add: (entries, within) =>
      within === undefined ? db.transaction().execute((inner) => add(inner, entries)) : add(within, entries),
    async queues() {
      const rows = await waitingRows(db).select(['receiver', 'integration', 'group_key']).distinct().execute();
      return rows.map(({ receiver, integration, group_key }) => ({ receiver, integration, groupKey: group_key }));
    },
    async pending({ receiver, integration, groupKey }) {
      const rows = await waitingRows(db)
        .selectAll()
        .where('receiver', '=', receiver)
        .where('integration', '=', integration)
        .where('group_key', '=', groupKey)
        .orderBy('id')
        .execute();
      return rows.map(toEntry);
    },
    async waiting() {
      const rows = await waitingRows(db)
        .select((of) => ['receiver', 'integration', of.fn.countAll<number>().as('count')])
        .groupBy(['receiver', 'integration'])
        .execute();
      return rows.map((row) => ({ ...row, count: Number(row.count) }));
    },
    begin: (entry) => replace(db, { ...entry, attempts: entry.attempts + 1 }),
    async postpone(entry, until, { reason, message }) {
      await replace(db, { ...entry, nextAttemptAt: until, failure: { reason, message } });
    },
    end: (entry, { state, at, failure }, within = db) =>
      replace(within, { ...entry, state, endedAt: at, failure: failure ?? null }),
  };
}

async function add(db: Database, entries: readonly Entry[]): Promise<readonly Entry[]> {
  const added: Entry[] = [];
  for (const entry of entries) {
    const result = await db
      .insertInto('notifications')
      .values(toRow(entry))
      .onConflict((conflict) => conflict.column('key').doNothing())
      .executeTakeFirst();
    if (result.numInsertedOrUpdatedRows === 1n) added.push(entry);
  }
  return added;
}

function waitingRows(db: Database) {
  return db.selectFrom('notifications').where('state', '=', 'pending');
}

/** Only what still waits changes: an ending is final. */
async function replace(db: Database, entry: Entry): Promise<Entry> {
  const { id, key, notification, ...changing } = toRow(entry);
  await db.updateTable('notifications').set(changing).where('id', '=', id).where('state', '=', 'pending').execute();
  return entry;
}
