import { AccessError } from './access-error.ts';
import type { Asker } from './events.ts';
import { changed } from './events.ts';
import type { AccessParts } from './parts.ts';
import { refuseWeakPassword } from './passwords.ts';
import type { Principal } from './principal.ts';
import type { SessionRow } from './sessions.ts';
import type { SignInCode } from './sign-in-codes.ts';
import type { User } from './users.ts';

/** A caller, and where the call comes from. */
export type Owner = Principal & Pick<Asker, 'sourceAddress'>;

/** What everybody does with their own account; a token only when it may do all that its owner may. */
export interface OwnAccount {
  signInCode(owner: Owner): Promise<SignInCode>;
  changePassword(change: { current?: string | undefined; password: string }, owner: Owner): Promise<void>;
  enrolSecondFactor(owner: Owner): Promise<{ readonly uri: string; readonly secret: string }>;
  confirmSecondFactor(otp: string, owner: Owner): Promise<string[]>;
  removeSecondFactor(otp: string, owner: Owner): Promise<void>;
  /** With `sessions:read`, of another user. */
  sessions(user: string | undefined, owner: Owner): Promise<SessionRow[]>;
  endSession(id: string, owner: Owner): Promise<void>;
  signOutEverywhere(owner: Owner): Promise<number>;
}

export function createOwnAccount(parts: AccessParts): OwnAccount {
  const { users, roles, sessions, codes, passwords, secondFactors, lockout, tell } = parts;

  const whole = async (owner: Owner): Promise<User> => {
    const user = await users.get(owner.name);
    if (user === undefined) throw new AccessError('forbidden', 'This token belongs to no user.');
    if (owner.via === 'session' || owner.via === 'bearer') return user;
    const missing = [...(await roles.permissionsOf(user.roles))].filter((name) => !owner.permissions.has(name));
    if (missing.length === 0) return user;
    const hint = 'Sign in as the user.';
    throw new AccessError('forbidden', 'This token may do less than its owner, and cannot act for them.', { hint });
  };

  /** Guessing at what is asked again is slowed down as a sign-in is. */
  const guarded = async (owner: Owner, check: () => Promise<boolean>, wrong: () => AccessError) => {
    const attempt = { user: owner.name, address: owner.sourceAddress };
    await lockout.begin(attempt);
    if (!(await check())) throw wrong();
    await lockout.succeeded(attempt);
  };

  return {
    async signInCode(owner) {
      const user = await whole(owner);
      await tell(changed(owner, 'session.link', `user ${user.name}`));
      return codes.create(user.name);
    },
    async changePassword({ current, password }, owner) {
      const user = await whole(owner);
      refuseWeakPassword(password, user.name);
      if (user.passwordHash !== null) {
        const check = () => passwords.matches(current ?? '', user.passwordHash);
        await guarded(
          owner,
          check,
          () => new AccessError('forbidden', 'The current password is wrong.', { hint: 'Give it as `current`.' }),
        );
      }
      await users.setPassword(user.name, await passwords.hash(password));
      await sessions.endAll(user.name, owner.credentialId);
      await codes.forget(user.name);
      await tell(changed(owner, 'user.password', `user ${user.name}`));
    },
    async enrolSecondFactor(owner) {
      const enrolled = await secondFactors.enrol(await whole(owner));
      await tell(changed(owner, 'second_factor.enrol', `user ${owner.name}`));
      return enrolled;
    },
    async confirmSecondFactor(otp, owner) {
      const user = await whole(owner);
      let recoveryCodes: string[] | undefined;
      const confirm = async () => {
        recoveryCodes = await secondFactors.confirm(user, otp);
        return recoveryCodes !== undefined;
      };
      await guarded(owner, confirm, wrongCode);
      await tell(changed(owner, 'second_factor.confirm', `user ${user.name}`));
      return recoveryCodes ?? [];
    },
    async removeSecondFactor(otp, owner) {
      const user = await whole(owner);
      if (!user.hasSecondFactor) throw new AccessError('not_found', 'There is no second factor.');
      await guarded(owner, () => secondFactors.check(user, otp), wrongCode);
      await secondFactors.remove(user.name);
      await tell(changed(owner, 'second_factor.remove', `user ${user.name}`));
    },
    async sessions(user = '', owner) {
      if (user !== '' && user !== owner.name && !owner.permissions.has('sessions:read')) {
        const details = [{ path: 'permission', message: 'sessions:read' }];
        throw new AccessError('forbidden', 'Only your own sessions are yours to see.', { details });
      }
      return sessions.list(user === '' ? owner.name : user);
    },
    async endSession(id, owner) {
      const session = await sessions.find(id);
      const isTheirs = session?.user === owner.name || owner.permissions.has('sessions:write');
      if (session === undefined || !isTheirs) throw new AccessError('not_found', `There is no session ${id} of yours.`);
      await sessions.end(id);
      await tell(changed(owner, 'session.end', `session ${id}`, `of ${session.user}`));
    },
    async signOutEverywhere(owner) {
      const ended = await sessions.endAll(owner.name);
      await tell(changed(owner, 'session.end_all', `user ${owner.name}`));
      return ended;
    },
  };
}

function wrongCode(): AccessError {
  return new AccessError('forbidden', 'The code is wrong, too old, or was used.', { hint: 'Wait for the next code.' });
}
