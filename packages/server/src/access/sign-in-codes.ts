import type { Database } from '../db/database.ts';
import type { Clock } from '../platform/clock.ts';
import type { Random } from './secret.ts';
import { formatCredential, hashSecret, newCredential, parseCredential, secretMatches } from './secret.ts';

const prefix = 'swc_';
export const signInCodeLifeMs = 10 * 60_000;

export interface SignInCode {
  readonly code: string;
  readonly expiresAtMs: number;
}

export interface SignInCodes {
  create(user: string): Promise<SignInCode>;
  /** The user whom the code signs in; the code is then spent. Undefined when it is unknown, spent or too old. */
  redeem(code: string): Promise<string | undefined>;
}

export function createSignInCodes(database: Database, clock: Clock, random: Random): SignInCodes {
  const forgetExpired = () => database.deleteFrom('sign_in_codes').where('expires_at', '<=', clock.now()).execute();
  return {
    async create(user) {
      await forgetExpired();
      const credential = newCredential(random);
      const expiresAtMs = clock.now() + signInCodeLifeMs;
      const row = { id: credential.id, secret_hash: hashSecret(credential.secret), user, expires_at: expiresAtMs };
      await database.insertInto('sign_in_codes').values(row).execute();
      return { code: formatCredential(prefix, credential), expiresAtMs };
    },
    async redeem(code) {
      const credential = parseCredential(prefix, code);
      if (credential === undefined) return undefined;
      await forgetExpired();
      const row = await database
        .selectFrom('sign_in_codes')
        .selectAll()
        .where('id', '=', credential.id)
        .executeTakeFirst();
      if (row === undefined || !secretMatches(credential.secret, row.secret_hash)) return undefined;
      // Of two who come at once, the delete lets one through.
      const { numDeletedRows } = await database.deleteFrom('sign_in_codes').where('id', '=', row.id).executeTakeFirst();
      return numDeletedRows === 1n ? row.user : undefined;
    },
  };
}
