import { AccessError } from './access-error.ts';
import { said } from './events.ts';
import type { Attempt } from './lockout.ts';
import type { AccessParts } from './parts.ts';
import type { Principal } from './principal.ts';
import type { Recognition } from './recognition.ts';
import type { SessionRow } from './sessions.ts';
import type { User } from './users.ts';

/** Where a request comes from. */
export interface Source {
  readonly sourceAddress?: string | undefined;
  /** What it calls itself. */
  readonly client?: string | undefined;
}

/** By the code of a link, or by name and password; with a code of the second factor where there is one. */
export interface SignInAttempt {
  readonly code?: string | undefined;
  readonly name?: string | undefined;
  readonly password?: string | undefined;
  readonly otp?: string | undefined;
}

/** A session with what its owner keeps. */
export interface OpenSession {
  readonly principal: Principal;
  readonly access: { readonly token: string; readonly expiresAtMs: number };
  readonly refresh: string;
  readonly expiresAtMs: number;
}

export interface SignIns {
  /** Refused alike for unknown users, wrong passwords and disabled users, after the same work. */
  begin(attempt: SignInAttempt, from: Source): Promise<OpenSession>;
  /** For somebody whom a sign-in provider has proven. */
  beginAs(user: string, from: Source): Promise<OpenSession>;
  /** New tokens for a refresh token; undefined when it is worth nothing. */
  renew(refresh: string, from: Source): Promise<OpenSession | undefined>;
  end(principal: Principal, from: Source): Promise<void>;
}

export function createSignIns(parts: AccessParts, recognition: Recognition): SignIns {
  const { users, codes, passwords, secondFactors, lockout, sessions, accessTokens, tell } = parts;

  const handOver = async (session: SessionRow, refresh: string): Promise<OpenSession | undefined> => {
    const principal = await recognition.ofSession(session, 'session');
    if (principal === undefined) return undefined;
    const access = await accessTokens.issue({ user: session.user, sessionId: session.id });
    return { principal, access, refresh, expiresAtMs: session.expires_at };
  };

  /** Told of people that exist only by name: who mistypes a name may have typed a password. */
  const failed = async (user: User | undefined, error: AccessError, locksNext: boolean, from: Source) => {
    const [actor, resource] = [user?.name ?? 'unknown', `user ${user?.name ?? 'unknown'}`];
    const about = { actor, resource, ...said(from, error.message) };
    await tell({ type: 'authentication', action: 'session.sign_in', result: 'failure', ...about });
    if (locksNext) await tell({ type: 'security_event', action: 'session.lock_out', result: 'success', ...about });
    throw error;
  };

  const askSecondFactor = async (
    user: User,
    otp: string | undefined,
    attempt: Attempt,
    isLate: boolean,
    from: Source,
  ) => {
    if (!user.hasSecondFactor) return;
    if (otp === undefined) {
      await lockout.takeBack(attempt);
      throw new AccessError('second_factor_required', 'A code of the second factor is needed.');
    }
    if (!(await secondFactors.check(user, otp))) await failed(user, wrongSecondFactor(), isLate, from);
  };

  const byPassword = async ({ name = '', password = '', otp }: SignInAttempt, from: Source): Promise<User> => {
    const attempt = { user: name, address: from.sourceAddress };
    const { locksNext } = await begin(attempt, from);
    const found = await users.get(name);
    const user = found?.isDisabled ? undefined : found;
    const isRight = await passwords.matches(password, user?.passwordHash ?? null);
    if (user === undefined || user.passwordHash === null || !isRight) {
      return failed(found, wrongPassword(), locksNext, from);
    }
    await askSecondFactor(user, otp, attempt, locksNext, from);
    if (passwords.isOutdated(user.passwordHash)) await users.setPassword(name, await passwords.hash(password));
    await lockout.succeeded(attempt);
    return user;
  };

  const byCode = async (code: string, otp: string | undefined, from: Source): Promise<User> => {
    const name = await codes.peek(code);
    const found = name === undefined ? undefined : await users.get(name);
    const user = found?.isDisabled ? undefined : found;
    // A code cannot be guessed; what stands behind it, the second factor, can.
    const attempt = { address: from.sourceAddress, ...(user?.hasSecondFactor ? { user: user.name } : {}) };
    const { locksNext } = await begin(attempt, from);
    if (user === undefined) return failed(found, spentCode(), locksNext, from);
    await askSecondFactor(user, otp, attempt, locksNext, from);
    if ((await codes.redeem(code)) === undefined) return failed(user, spentCode(), locksNext, from);
    await lockout.succeeded(attempt);
    return user;
  };

  const begin = (attempt: Attempt, from: Source) =>
    lockout.begin(attempt).catch(async (error: AccessError) => {
      const known = attempt.user === undefined ? undefined : await users.get(attempt.user);
      const about = { actor: known?.name ?? 'unknown', resource: `user ${known?.name ?? 'unknown'}` };
      const told = { ...about, ...said(from, 'locked out') };
      await tell({ type: 'authentication', action: 'session.sign_in', result: 'refused', ...told });
      throw error;
    });

  const open = async (name: string, from: Source): Promise<OpenSession | undefined> => {
    const { session, refresh } = await sessions.open({ user: name, ...from });
    await users.signedIn(name);
    const about = { actor: name, resource: `session ${session.id}`, ...said(from) };
    await tell({ type: 'authentication', action: 'session.sign_in', result: 'success', ...about });
    return handOver(session, refresh);
  };

  return {
    async begin(attempt, from) {
      const { code, otp } = attempt;
      const user = code === undefined ? await byPassword(attempt, from) : await byCode(code, otp, from);
      const opened = await open(user.name, from);
      if (opened === undefined) throw code === undefined ? wrongPassword() : spentCode();
      return opened;
    },
    async beginAs(user, from) {
      const opened = await open(user, from);
      if (opened === undefined) throw new AccessError('unauthenticated', `${user} may not come in.`);
      return opened;
    },
    async renew(refresh, from) {
      const renewed = await sessions.refresh(refresh);
      if (renewed.state === 'renewed') return handOver(renewed.session, renewed.refresh);
      if (renewed.state === 'reused') {
        const { id, user } = renewed.session;
        const about = { actor: user, resource: `session ${id}`, ...said(from, 'a refresh token was used twice') };
        await tell({ type: 'security_event', action: 'session.reuse', result: 'refused', ...about });
      }
      return undefined;
    },
    async end({ name, via, credentialId }, from) {
      if (via !== 'session' && via !== 'bearer') return;
      await sessions.end(credentialId);
      const about = { actor: name, resource: `session ${credentialId}`, ...said(from) };
      await tell({ type: 'authentication', action: 'session.sign_out', result: 'success', ...about });
    },
  };
}

function wrongPassword(): AccessError {
  const hint = 'Check both, or ask an administrator for `seaworthy users reset NAME`.';
  return new AccessError('unauthenticated', 'Name or password is wrong.', { hint });
}

function wrongSecondFactor(): AccessError {
  return new AccessError('second_factor_required', 'The code of the second factor is wrong, too old, or was used.');
}

function spentCode(): AccessError {
  const hint = 'Codes work once and for a short time: ask for a new link with `seaworthy sign-in`.';
  return new AccessError('unauthenticated', 'The sign-in code is unknown, used or too old.', { hint });
}
