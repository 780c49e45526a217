import type { Grant } from '@seaworthy/api';
import type { Selectable } from 'kysely';
import type { Database, Tables } from '../db/database.ts';
import type { Clock } from '../platform/clock.ts';
import type { Random } from './secret.ts';
import { formatCredential, hashSecret, newCredential, parseCredential, secretMatches } from './secret.ts';

const prefix = 'swt_';
/** That a token was used is written down at most so often. */
const touchAfterMs = 60_000;

export interface NewToken {
  readonly name: string;
  readonly permissions: readonly Grant[];
  /** Whose it is: it may never do more than they. Absent: the installation has it for itself. */
  readonly user?: string;
  readonly expiresAtMs?: number | null;
}

export type TokenRow = Selectable<Tables['tokens']>;

export interface TokenStore {
  /** The text is told once, here; only its hash is kept. */
  create(token: NewToken): Promise<{ readonly text: string; readonly row: TokenRow }>;
  /** Undefined for a token that is unknown, expired, mistyped or not a token at all. */
  find(text: string): Promise<TokenRow | undefined>;
  /** The newest first. */
  list(user?: string): Promise<TokenRow[]>;
  /** Undefined when it is unknown or expired. */
  get(id: string): Promise<TokenRow | undefined>;
  revoke(id: string): Promise<void>;
  revokeAll(user: string): Promise<void>;
}

export function createTokenStore(database: Database, clock: Clock, random: Random): TokenStore {
  const get = async (id: string) => {
    const row = await database.selectFrom('tokens').selectAll().where('id', '=', id).executeTakeFirst();
    return row !== undefined && row.expires_at !== null && row.expires_at <= clock.now() ? undefined : row;
  };
  const touch = async ({ id, last_used_at: last }: TokenRow) => {
    const now = clock.now();
    if (last !== null && now - last < touchAfterMs) return;
    await database.updateTable('tokens').set({ last_used_at: now }).where('id', '=', id).execute();
  };
  return {
    get,
    async create({ name, permissions, user, expiresAtMs }) {
      const credential = newCredential(random);
      const row: TokenRow = {
        id: credential.id,
        name,
        secret_hash: hashSecret(credential.secret),
        permissions: JSON.stringify(permissions),
        created_at: clock.now(),
        user: user ?? null,
        expires_at: expiresAtMs ?? null,
        last_used_at: null,
      };
      await database.insertInto('tokens').values(row).execute();
      return { text: formatCredential(prefix, credential), row };
    },
    async find(text) {
      const credential = parseCredential(prefix, text);
      const row = credential === undefined ? undefined : await get(credential.id);
      if (credential === undefined || row === undefined) return undefined;
      if (!secretMatches(credential.secret, row.secret_hash)) return undefined;
      await touch(row);
      return row;
    },
    list(user) {
      const all = database.selectFrom('tokens').selectAll().orderBy('created_at', 'desc').orderBy('id');
      return (user === undefined ? all : all.where('user', '=', user)).execute();
    },
    async revoke(id) {
      await database.deleteFrom('tokens').where('id', '=', id).execute();
    },
    async revokeAll(user) {
      await database.deleteFrom('tokens').where('user', '=', user).execute();
    },
  };
}
