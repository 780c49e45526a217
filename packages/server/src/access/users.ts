import type { Selectable } from 'kysely';
import type { Database, Tables } from '../db/database.ts';
import type { Clock } from '../platform/clock.ts';
import { AccessError } from './access-error.ts';
import { readNames } from './permission-list.ts';
import { adminRole } from './roles.ts';

/** Name of whoever calls with the token file: who may read it owns this machine's account. */
export const localUser = 'local';

type UserRow = Selectable<Tables['users']>;

export interface User {
  readonly name: string;
  readonly roles: readonly string[];
  readonly isDisabled: boolean;
  readonly passwordHash: string | null;
  /** Sealed; counts once it is confirmed. */
  readonly totpSecret: string | null;
  readonly hasSecondFactor: boolean;
  readonly createdAtMs: number;
  readonly lastSignInAtMs: number | null;
}

export interface UserStore {
  get(name: string): Promise<User | undefined>;
  list(): Promise<User[]>;
  /** Refused with `name_taken` when there is one of that name. */
  add(user: { readonly name: string; readonly roles: readonly string[] }): Promise<User>;
  /** Refused with `last_admin` when nobody could administer afterwards. */
  change(name: string, to: { readonly roles?: readonly string[]; readonly isDisabled?: boolean }): Promise<void>;
  remove(name: string): Promise<void>;
  setPassword(name: string, hash: string | null): Promise<void>;
  signedIn(name: string): Promise<void>;
}

export function createUserStore(database: Database, clock: Clock): UserStore {
  const update = (name: string) => database.updateTable('users').where('name', '=', name);
  return {
    async get(name) {
      const row = await database.selectFrom('users').selectAll().where('name', '=', name).executeTakeFirst();
      return row && toUser(row);
    },
    async list() {
      return (await database.selectFrom('users').selectAll().orderBy('name').execute()).map(toUser);
    },
    async add({ name, roles }) {
      const row = freshRow(name, roles, clock.now());
      const adding = database.insertInto('users').values(row);
      const { numInsertedOrUpdatedRows: added = 0n } = await adding.onConflict((c) => c.doNothing()).executeTakeFirst();
      if (added === 0n) throw new AccessError('name_taken', `There is a user ${name} already.`);
      return toUser(row);
    },
    change: (name, { roles, isDisabled }) =>
      database.transaction().execute(async (within) => {
        const disabled = isDisabled === undefined ? {} : { disabled: Number(isDisabled) };
        const set = { ...disabled, ...(roles === undefined ? {} : { roles: JSON.stringify(roles) }) };
        if (Object.keys(set).length === 0) return;
        await within.updateTable('users').set(set).where('name', '=', name).execute();
        await keepAnAdmin(within, name);
      }),
    remove: (name) =>
      database.transaction().execute(async (within) => {
        await within.deleteFrom('users').where('name', '=', name).execute();
        await within.deleteFrom('recovery_codes').where('user', '=', name).execute();
        await within.deleteFrom('sign_in_codes').where('user', '=', name).execute();
        await keepAnAdmin(within, name);
      }),
    async setPassword(name, hash) {
      await update(name).set({ password_hash: hash }).execute();
    },
    async signedIn(name) {
      await update(name).set({ last_sign_in_at: clock.now() }).execute();
    },
  };
}

/** Asked within the change: with nobody left who may, it is rolled back. */
async function keepAnAdmin(database: Database, name: string): Promise<void> {
  const rows = await database.selectFrom('users').select('roles').where('disabled', '=', 0).execute();
  if (rows.some(({ roles }) => readNames(roles).includes(adminRole))) return;
  throw new AccessError('last_admin', `${name} is the last administrator: nobody could manage users any more.`);
}

function freshRow(name: string, roles: readonly string[], now: number): UserRow {
  const none = { password_hash: null, totp_secret: null, totp_confirmed: 0, totp_step: 0, last_sign_in_at: null };
  return { name, roles: JSON.stringify(roles), disabled: 0, ...none, created_at: now };
}

function toUser(row: UserRow): User {
  return {
    name: row.name,
    roles: readNames(row.roles),
    isDisabled: row.disabled !== 0,
    passwordHash: row.password_hash,
    totpSecret: row.totp_secret,
    hasSecondFactor: row.totp_confirmed !== 0,
    createdAtMs: row.created_at,
    lastSignInAtMs: row.last_sign_in_at,
  };
}
