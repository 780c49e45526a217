import type { Database } from '../db/database.ts';
import type { Sealer } from '../db/sealed-column.ts';
import { openOrNone, placeOf, sealedColumns } from '../db/sealed-column.ts';
import type { Clock } from '../platform/clock.ts';
import { AccessError } from './access-error.ts';
import type { Random } from './secret.ts';
import { hashSecret } from './secret.ts';
import { base32, matchingStep, otpauthUri } from './totp.ts';
import type { User } from './users.ts';

const secretBytes = 20;
const recoveryCodeCount = 10;
const recoveryBytes = 10;

/** Authenticators, and the recovery codes for the day on which one is lost. Secrets are sealed, codes are hashed. */
export interface SecondFactors {
  /** A new secret; an authenticator that was confirmed before counts until the new one is. */
  enrol(user: User): Promise<{ readonly uri: string; readonly secret: string }>;
  /** The recovery codes when the code is right, told once. */
  confirm(user: User, code: string): Promise<string[]>;
  /** Whether it is a code of the authenticator that was not used before, or a recovery code, which is then spent. */
  check(user: User, code: string): Promise<boolean>;
  remove(user: string): Promise<void>;
}

export interface SecondFactorOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly sealer: Sealer;
  /** Beside the account in the authenticator's list. */
  readonly issuer: string;
}

export function createSecondFactors({ database, clock, random, sealer, issuer }: SecondFactorOptions): SecondFactors {
  const secretOf = ({ name, totpSecret }: User) => {
    const text = openOrNone(sealer, totpSecret, placeOf(sealedColumns.secondFactor, name));
    return text === undefined ? undefined : Buffer.from(text, 'base64');
  };

  /** Of two requests with one code, the update lets one through. */
  const takeCode = async (user: User, code: string): Promise<boolean> => {
    const secret = secretOf(user);
    const row = await database.selectFrom('users').select('totp_step').where('name', '=', user.name).executeTakeFirst();
    const step = secret && matchingStep(secret, code, clock.now(), row?.totp_step ?? 0);
    if (step === undefined) return false;
    const taking = database.updateTable('users').set({ totp_step: step });
    const { numUpdatedRows } = await taking
      .where('name', '=', user.name)
      .where('totp_step', '<', step)
      .executeTakeFirst();
    return numUpdatedRows === 1n;
  };

  const spendRecoveryCode = async (user: string, code: string): Promise<boolean> => {
    const spending = database.deleteFrom('recovery_codes').where('user', '=', user);
    const { numDeletedRows } = await spending.where('hash', '=', hashOf(code)).executeTakeFirst();
    return numDeletedRows === 1n;
  };

  return {
    async enrol(user) {
      if (user.hasSecondFactor) {
        throw new AccessError('bad_request', 'There is a second factor already.', { hint: 'Give it up first.' });
      }
      const secret = random(secretBytes);
      const sealed = sealer.seal(secret.toString('base64'), placeOf(sealedColumns.secondFactor, user.name));
      const fresh = { totp_secret: sealed, totp_confirmed: 0, totp_step: 0 };
      await database.updateTable('users').set(fresh).where('name', '=', user.name).execute();
      return { uri: otpauthUri(secret, user.name, issuer), secret: base32(secret) };
    },
    async confirm(user, code) {
      if (user.hasSecondFactor) throw new AccessError('bad_request', 'The second factor is confirmed already.');
      if (!(await takeCode(user, code))) throw wrongCode();
      const codes = Array.from({ length: recoveryCodeCount }, () => recoveryCode(random));
      await database.transaction().execute(async (within) => {
        await within.deleteFrom('recovery_codes').where('user', '=', user.name).execute();
        const rows = codes.map((each) => ({ user: user.name, hash: hashOf(each) }));
        await within.insertInto('recovery_codes').values(rows).execute();
        await within.updateTable('users').set({ totp_confirmed: 1 }).where('name', '=', user.name).execute();
      });
      return codes;
    },
    async check(user, code) {
      if (/^\d{6}$/.test(code)) return takeCode(user, code);
      return spendRecoveryCode(user.name, code);
    },
    async remove(user) {
      await database.deleteFrom('recovery_codes').where('user', '=', user).execute();
      const none = { totp_secret: null, totp_confirmed: 0, totp_step: 0 };
      await database.updateTable('users').set(none).where('name', '=', user).execute();
    },
  };
}

export function wrongCode(): AccessError {
  return new AccessError('second_factor_required', 'The code of the second factor is wrong, too old, or was used.');
}

/** 80 random bits: `abcd-efgh-ijkl-mnop`. */
function recoveryCode(random: Random): string {
  return (base32(random(recoveryBytes)).toLowerCase().match(/.{4}/g) ?? []).join('-');
}

function hashOf(code: string): string {
  return hashSecret(code.toLowerCase().replace(/[^a-z2-7]/g, ''));
}
