import type { Database } from '../db/database.ts';
import type { Clock } from '../platform/clock.ts';
import type { Random } from './secret.ts';
import { formatCredential, hashSecret, newCredential, parseCredential, secretMatches } from './secret.ts';

const prefix = 'swc_';
export const signInCodeLifeMs = 10 * 60_000;
/** A first link travels to somebody who may read it tomorrow. */
export const firstSignInLifeMs = 24 * 3_600_000;

export interface SignInCode {
  readonly code: string;
  readonly expiresAtMs: number;
}

export interface SignInCodes {
  create(user: string, lifeMs?: number): Promise<SignInCode>;
  /** Whom the code would sign in; it is not spent. */
  peek(code: string): Promise<string | undefined>;
  /** The codes that were made for somebody are worth nothing from now on. */
  forget(user: string): Promise<void>;
  /** The user whom the code signs in; the code is then spent. Undefined when it is unknown, spent or too old. */
  redeem(code: string): Promise<string | undefined>;
}

export function createSignInCodes(database: Database, clock: Clock, random: Random): SignInCodes {
  const forgetExpired = () => database.deleteFrom('sign_in_codes').where('expires_at', '<=', clock.now()).execute();
  const find = async (code: string) => {
    const credential = parseCredential(prefix, code);
    if (credential === undefined) return undefined;
    await forgetExpired();
    const row = await database
      .selectFrom('sign_in_codes')
      .selectAll()
      .where('id', '=', credential.id)
      .executeTakeFirst();
    return row !== undefined && secretMatches(credential.secret, row.secret_hash) ? row : undefined;
  };
  return {
    async peek(code) {
      return (await find(code))?.user;
    },
    async forget(user) {
      await database.deleteFrom('sign_in_codes').where('user', '=', user).execute();
    },
    async create(user, lifeMs = signInCodeLifeMs) {
      await forgetExpired();
      const credential = newCredential(random);
      const expiresAtMs = clock.now() + lifeMs;
      const row = { id: credential.id, secret_hash: hashSecret(credential.secret), user, expires_at: expiresAtMs };
      await database.insertInto('sign_in_codes').values(row).execute();
      return { code: formatCredential(prefix, credential), expiresAtMs };
    },
    async redeem(code) {
      const row = await find(code);
      if (row === undefined) return undefined;
      // Of two who come at once, the delete lets one through.
      const { numDeletedRows } = await database.deleteFrom('sign_in_codes').where('id', '=', row.id).executeTakeFirst();
      return numDeletedRows === 1n ? row.user : undefined;
    },
  };
}
