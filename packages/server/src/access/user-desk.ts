import { AccessError } from './access-error.ts';
import type { Asker } from './events.ts';
import { changed } from './events.ts';
import type { AccessParts } from './parts.ts';
import { covers } from './permission-list.ts';
import type { SignInCode } from './sign-in-codes.ts';
import { firstSignInLifeMs } from './sign-in-codes.ts';
import type { User } from './users.ts';
import { localUser } from './users.ts';

/** Changes to who may come in. Nobody gives away, or takes over, more than they may themselves. */
export interface UserDesk {
  list(): Promise<User[]>;
  /** With the code of their first sign-in. */
  add(
    user: { readonly name: string; readonly roles: readonly string[] },
    by: Asker,
  ): Promise<{ user: User; code: SignInCode }>;
  change(name: string, to: UserChange, by: Asker): Promise<User>;
  remove(name: string, by: Asker): Promise<void>;
  /** Forgets the password (and the second factor), ends the sessions; the code lets them in again. */
  reset(name: string, what: { readonly secondFactor: boolean }, by: Asker): Promise<SignInCode>;
  /** Counts the sessions that it ended. */
  signOut(name: string, by: Asker): Promise<number>;
}

export interface UserChange {
  readonly roles?: readonly string[] | undefined;
  readonly disabled?: boolean | undefined;
}

export function createUserDesk(parts: AccessParts): UserDesk {
  const { users, roles, sessions, tokens, codes, secondFactors, lockout, tell } = parts;

  const find = async (name: string): Promise<User> => {
    const user = await users.get(name);
    if (user === undefined) throw new AccessError('not_found', `There is no user ${name}.`);
    return user;
  };

  /** Also of those who have a role: to change them is to hold what they hold. */
  const refuseBeyond = async (names: readonly string[], by: Asker) => {
    for (const name of names) {
      const role = await roles.get(name);
      if (role === undefined)
        throw new AccessError('not_found', `There is no role ${name}.`, { hint: 'Run `seaworthy roles`.' });
      const missing = [...role.permissions].filter((permission) => !covers(by.permissions, permission));
      if (missing.length > 0) throw beyondYou(`The role ${name} allows more than you may.`, missing);
    }
  };

  const known = async (names: readonly string[]) => {
    const listed = await roles.list();
    return names.filter((name) => listed.some((role) => role.name === name));
  };

  /** One whom the asker may change at all. */
  const within = async (name: string, by: Asker) => {
    const user = await find(name);
    await refuseBeyond(await known(user.roles), by);
    return user;
  };

  return {
    list: () => users.list(),
    async add({ name, roles: given }, by) {
      await refuseBeyond(given, by);
      const user = await users.add({ name, roles: [...new Set(given)] });
      await tell(changed(by, 'user.add', `user ${name}`, `roles ${given.join(', ')}`));
      return { user, code: await codes.create(name, firstSignInLifeMs) };
    },
    async change(name, { roles: given, disabled }, by) {
      await within(name, by);
      if (given !== undefined) await refuseBeyond(given, by);
      const to = {
        ...(given && { roles: [...new Set(given)] }),
        ...(disabled !== undefined && { isDisabled: disabled }),
      };
      await users.change(name, to);
      if (disabled) await sessions.endAll(name);
      if (disabled) await codes.forget(name);
      if (given !== undefined) await tell(changed(by, 'user.roles', `user ${name}`, `roles ${given.join(', ')}`));
      if (disabled !== undefined) await tell(changed(by, disabled ? 'user.disable' : 'user.enable', `user ${name}`));
      return find(name);
    },
    async remove(name, by) {
      await within(name, by);
      if (name === localUser) {
        const hint = 'Disable it, when another administrator is there.';
        throw new AccessError('forbidden', `${name} owns the token file of this machine and stays.`, { hint });
      }
      await users.remove(name);
      await sessions.endAll(name);
      await tokens.revokeAll(name);
      await tell(changed(by, 'user.remove', `user ${name}`));
    },
    async reset(name, { secondFactor }, by) {
      const user = await within(name, by);
      if (user.isDisabled) throw new AccessError('bad_request', `${name} is disabled.`, { hint: 'Enable them first.' });
      await users.setPassword(name, null);
      if (secondFactor) await secondFactors.remove(name);
      await sessions.endAll(name);
      await codes.forget(name);
      await lockout.forget(name);
      await tell(changed(by, 'user.reset', `user ${name}`, secondFactor ? 'password and second factor' : 'password'));
      return codes.create(name, firstSignInLifeMs);
    },
    async signOut(name, by) {
      await within(name, by);
      const ended = await sessions.endAll(name);
      await tell(changed(by, 'session.end_all', `user ${name}`));
      return ended;
    },
  };
}

export function beyondYou(message: string, missing: readonly string[]): AccessError {
  const details = missing.slice(0, 20).map((name) => ({ path: 'permission', message: name }));
  return new AccessError('forbidden', message, { details });
}
