import type { Database } from '../../../db/database.ts';
import type { NotificationStatus } from '../notification.ts';
import type { Entry, EntryState } from '../outbox/entry.ts';
import { toEntry } from '../outbox/entry.ts';

export interface HistoryFilter {
  readonly receiver?: string | undefined;
  readonly integration?: string | undefined;
  readonly groupKey?: string | undefined;
  readonly state?: EntryState | undefined;
  readonly status?: NotificationStatus | undefined;
}

export interface HistoryPage {
  readonly items: readonly Entry[];
  readonly nextCursor: string | null;
}

/** What was told to whom, when, and with what result; what still waits is part of it. */
export interface History {
  /** Newest first; `cursor` is the one that the page before ended with. */
  list(page: { readonly limit: number; readonly cursor?: string | undefined } & HistoryFilter): Promise<HistoryPage>;
  get(id: string): Promise<Entry | undefined>;
  /** When notifications were sent through an integration, from a time on, in order; without the critical ones. */
  sentSince(of: Pick<Entry, 'receiver' | 'integration'>, since: number): Promise<readonly number[]>;
  /** Forgets what ended before a time. */
  prune(before: number): Promise<number>;
}

export function createHistory(db: Database): History {
  const all = () => db.selectFrom('notifications').selectAll();
  return {
    async list({ limit, cursor, ...filter }) {
      const wanted = Object.entries(columns(filter)).filter(([, value]) => value !== undefined);
      const rows = await all()
        .where((of) => of.and(Object.fromEntries(wanted)))
        .$if(cursor !== undefined, (query) => query.where('id', '<', cursor ?? ''))
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute();
      const items = rows.slice(0, limit).map(toEntry);
      return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
    },
    async get(id) {
      const row = await all().where('id', '=', id).executeTakeFirst();
      return row && toEntry(row);
    },
    async sentSince({ receiver, integration }, since) {
      const rows = await db
        .selectFrom('notifications')
        .select('ended_at')
        .where('state', '=', 'sent')
        .where('receiver', '=', receiver)
        .where('integration', '=', integration)
        .where('severity', '<>', 'critical')
        .where('ended_at', '>=', since)
        .orderBy('ended_at')
        .execute();
      return rows.map(({ ended_at }) => ended_at ?? since);
    },
    async prune(before) {
      const gone = await db.deleteFrom('notifications').where('ended_at', '<', before).executeTakeFirst();
      return Number(gone.numDeletedRows);
    },
  };
}

function columns({ receiver, integration, groupKey, state, status }: HistoryFilter) {
  return { receiver, integration, group_key: groupKey, state, status };
}
