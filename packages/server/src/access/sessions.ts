import type { Permission } from '@seaworthy/api';
import type { Selectable } from 'kysely';
import type { Database, Tables } from '../db/database.ts';
import type { Clock } from '../platform/clock.ts';
import { readPermissions } from './permission-list.ts';
import type { Principal } from './principal.ts';
import type { Random } from './secret.ts';
import { formatCredential, hashSecret, newCredential, parseCredential, secretMatches } from './secret.ts';

const prefix = 'sws_';
/** A session ends when it was not used for so long, */
export const sessionIdleMs = 12 * 3_600_000;
/** and in any case so long after its sign-in. */
export const sessionLimitMs = 7 * 24 * 3_600_000;
/** Moving the end costs a write: not with every request. */
const touchAfterMs = 60_000;

export interface Session {
  readonly cookie: string;
  readonly user: string;
  readonly expiresAtMs: number;
}

export interface SessionStore {
  create(user: string, permissions: readonly Permission[]): Promise<Session>;
  /** Undefined when unknown, ended or expired. Use moves the end on, up to the limit. */
  authenticate(cookie: string): Promise<Principal | undefined>;
  end(id: string): Promise<void>;
}

type SessionRow = Selectable<Tables['sessions']>;

export function createSessionStore(database: Database, clock: Clock, random: Random): SessionStore {
  const find = (id: string) =>
    database
      .selectFrom('sessions')
      .selectAll()
      .where('id', '=', id)
      .where('expires_at', '>', clock.now())
      .executeTakeFirst();

  const slide = async (row: SessionRow): Promise<number> => {
    const expiresAtMs = Math.min(clock.now() + sessionIdleMs, row.created_at + sessionLimitMs);
    if (expiresAtMs - row.expires_at < touchAfterMs) return row.expires_at;
    await database.updateTable('sessions').set({ expires_at: expiresAtMs }).where('id', '=', row.id).execute();
    return expiresAtMs;
  };

  return {
    async create(user, permissions) {
      await database.deleteFrom('sessions').where('expires_at', '<=', clock.now()).execute();
      const credential = newCredential(random);
      const row = {
        id: credential.id,
        secret_hash: hashSecret(credential.secret),
        user,
        permissions: JSON.stringify(permissions),
        created_at: clock.now(),
        expires_at: clock.now() + sessionIdleMs,
      };
      await database.insertInto('sessions').values(row).execute();
      return { cookie: formatCredential(prefix, credential), user, expiresAtMs: row.expires_at };
    },
    async authenticate(cookie) {
      const credential = parseCredential(prefix, cookie);
      const row = credential === undefined ? undefined : await find(credential.id);
      if (credential === undefined || row === undefined) return undefined;
      if (!secretMatches(credential.secret, row.secret_hash)) return undefined;
      const expiresAtMs = await slide(row);
      const permissions = readPermissions(row.permissions);
      return { name: row.user, via: 'session', permissions, expiresAtMs, credentialId: row.id };
    },
    async end(id) {
      await database.deleteFrom('sessions').where('id', '=', id).execute();
    },
  };
}
