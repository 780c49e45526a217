import type { Permission } from '@seaworthy/api';
import type { Database } from '../db/database.ts';
import type { Clock } from '../platform/clock.ts';
import { readPermissions } from './permission-list.ts';
import type { Principal } from './principal.ts';
import type { Random } from './secret.ts';
import { formatCredential, hashSecret, newCredential, parseCredential, secretMatches } from './secret.ts';

const prefix = 'swt_';

export interface NewToken {
  readonly name: string;
  readonly permissions: readonly Permission[];
}

export interface TokenStore {
  /** The text is told once, here; only its hash is kept. */
  create(token: NewToken): Promise<string>;
  /** Undefined for a token that is unknown, mistyped or not a token at all. */
  authenticate(text: string): Promise<Principal | undefined>;
}

export function createTokenStore(database: Database, clock: Clock, random: Random): TokenStore {
  return {
    async create({ name, permissions }) {
      const credential = newCredential(random);
      const row = {
        id: credential.id,
        name,
        secret_hash: hashSecret(credential.secret),
        permissions: JSON.stringify(permissions),
        created_at: clock.now(),
      };
      await database.insertInto('tokens').values(row).execute();
      return formatCredential(prefix, credential);
    },
    async authenticate(text) {
      const credential = parseCredential(prefix, text);
      if (credential === undefined) return undefined;
      const row = await database.selectFrom('tokens').selectAll().where('id', '=', credential.id).executeTakeFirst();
      if (row === undefined || !secretMatches(credential.secret, row.secret_hash)) return undefined;
      const permissions = readPermissions(row.permissions);
      return { name: row.name, via: 'token', permissions, expiresAtMs: null, credentialId: row.id };
    },
  };
}
