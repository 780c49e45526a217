import { createHmac } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Database, Tables } from '../db/database.ts';
import type { Clock } from '../platform/clock.ts';
import type { Random } from './secret.ts';
import { formatCredential, hashSecret, newCredential, parseCredential } from './secret.ts';

const prefix = 'swr_';
/** A session ends when it was not used for so long, */
export const sessionIdleMs = 12 * 3_600_000;
/** and in any case so long after its sign-in. */
export const sessionLimitMs = 7 * 24 * 3_600_000;

export type SessionRow = Selectable<Tables['sessions']>;

export interface NewSession {
  readonly user: string;
  readonly sourceAddress?: string | undefined;
  readonly client?: string | undefined;
}

export type Refreshed =
  | { readonly state: 'renewed'; readonly session: SessionRow; readonly refresh: string }
  /** It was used before and its successor too: two have it, and one of them took it. The session is over. */
  | { readonly state: 'reused'; readonly session: SessionRow }
  | { readonly state: 'unknown' };

/**
 * Open sessions, each with one refresh token that counts. A refresh gives the next one, which is made from the last by a
 * key of ours: whoever asks again because the answer was lost, or with several requests at once, gets the same. That
 * ends as soon as the successor was used.
 */
export interface SessionStore {
  open(session: NewSession): Promise<{ readonly session: SessionRow; readonly refresh: string }>;
  /** Undefined when unknown, ended or expired. */
  find(id: string): Promise<SessionRow | undefined>;
  refresh(token: string): Promise<Refreshed>;
  /** The newest first. */
  list(user?: string): Promise<SessionRow[]>;
  end(id: string): Promise<boolean>;
  /** Counts those that it ended. */
  endAll(user: string, except?: string): Promise<number>;
}

export interface SessionOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  /** The first makes each refresh token's successor; the others made some that may be asked for again. */
  readonly keys: () => readonly Buffer[];
}

export function createSessionStore({ database, clock, random, keys }: SessionOptions): SessionStore {
  /** By each key, the newest first. */
  const successorsOf = (id: string, secret: string) =>
    keys().map((key) => createHmac('sha256', key).update(`${id}.${secret}`).digest('base64url'));
  const find = (id: string) =>
    database
      .selectFrom('sessions')
      .selectAll()
      .where('id', '=', id)
      .where('expires_at', '>', clock.now())
      .executeTakeFirst();
  const isSpent = async (id: string, hash: string) => {
    const spent = database.selectFrom('spent_refresh_tokens').select('hash');
    return (await spent.where('session_id', '=', id).where('hash', '=', hash).executeTakeFirst()) !== undefined;
  };

  /** Only from the state that was read: of two at once one rotates, and the other finds that it was done. */
  const rotate = async (row: SessionRow, secret: string): Promise<void> => {
    const [successor = ''] = successorsOf(row.id, secret);
    const expiresAt = Math.min(clock.now() + sessionIdleMs, row.created_at + sessionLimitMs);
    await database.transaction().execute(async (within) => {
      const { numUpdatedRows } = await within
        .updateTable('sessions')
        .set({ refresh_hash: hashSecret(successor), previous_hash: row.refresh_hash })
        .set({ used_at: clock.now(), expires_at: expiresAt })
        .where('id', '=', row.id)
        .where('refresh_hash', '=', row.refresh_hash)
        .executeTakeFirst();
      if (numUpdatedRows === 0n || row.previous_hash === null) return;
      await within
        .insertInto('spent_refresh_tokens')
        .values({ hash: row.previous_hash, session_id: row.id })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    });
  };

  const end = async (id: string) => {
    const { numDeletedRows } = await database.deleteFrom('sessions').where('id', '=', id).executeTakeFirst();
    return numDeletedRows > 0n;
  };

  return {
    find,
    end,
    async open({ user, sourceAddress, client }) {
      await database.deleteFrom('sessions').where('expires_at', '<=', clock.now()).execute();
      const { id, secret } = newCredential(random);
      const session: SessionRow = {
        ...{ id, user, refresh_hash: hashSecret(secret), previous_hash: null },
        source_address: sourceAddress ?? null,
        client: client?.slice(0, 200) ?? null,
        created_at: clock.now(),
        used_at: clock.now(),
        expires_at: clock.now() + sessionIdleMs,
      };
      await database.insertInto('sessions').values(session).execute();
      return { session, refresh: formatCredential(prefix, { id, secret }) };
    },
    async refresh(token) {
      const credential = parseCredential(prefix, token);
      const row = credential === undefined ? undefined : await find(credential.id);
      if (credential === undefined || row === undefined) return { state: 'unknown' };
      const { id, secret } = credential;
      const hash = hashSecret(secret);
      if (hash === row.refresh_hash) await rotate(row, secret);
      const after = hash === row.refresh_hash ? await find(id) : row;
      if (after !== undefined && hash === after.previous_hash) {
        const successor = successorsOf(id, secret).find((each) => hashSecret(each) === after.refresh_hash);
        if (successor === undefined) return { state: 'unknown' };
        return { state: 'renewed', session: after, refresh: formatCredential(prefix, { id, secret: successor }) };
      }
      if (!(await isSpent(id, hash))) return { state: 'unknown' };
      await end(id);
      return { state: 'reused', session: row };
    },
    list(user) {
      const open = database.selectFrom('sessions').selectAll().where('expires_at', '>', clock.now());
      const wanted = user === undefined ? open : open.where('user', '=', user);
      return wanted.orderBy('created_at', 'desc').orderBy('id').execute();
    },
    async endAll(user, except) {
      const all = database.deleteFrom('sessions').where('user', '=', user);
      const { numDeletedRows } = await (except === undefined ? all : all.where('id', '!=', except)).executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}
