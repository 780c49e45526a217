import type { Grant } from '@seaworthy/api';
import type { AccessParts } from './parts.ts';
import { covers, readPermissions } from './permission-list.ts';
import type { Principal } from './principal.ts';
import type { SessionRow } from './sessions.ts';
import type { TokenRow } from './tokens.ts';
import type { User } from './users.ts';

/** What a request brought along to prove who sent it. */
export interface Credentials {
  readonly authorization: string | undefined;
  /** The access token of a session. */
  readonly cookie: string | undefined;
}

type Parts = Pick<AccessParts, 'users' | 'roles' | 'sessions' | 'tokens' | 'accessTokens' | 'policy' | 'clock'>;

/** What somebody who once asked for something may now; undefined when they may not come in any more. */
export type Standing = (who: {
  readonly name: string;
  readonly via: string;
  readonly credentialId: string;
}) => Promise<Principal | undefined>;

/** Finds who calls. What they may do is looked up anew each time: a role that was taken away is gone at once. */
export interface Recognition {
  /** An Authorization header counts before a cookie, and a wrong one is not made good by a cookie. */
  recognise(credentials: Credentials): Promise<Principal | undefined>;
  /** The same caller as they are now; undefined when what they came with counts no more. */
  again(caller: Principal): Promise<Principal | undefined>;
  /** Undefined when its user is gone or disabled. */
  ofSession(session: SessionRow, via: 'session' | 'bearer'): Promise<Principal | undefined>;
  /** By the account, or by the token that they came with: a session that has ended since takes nothing back. */
  readonly standing: Standing;
}

export function createRecognition(parts: Parts): Recognition {
  const { users, roles, sessions, tokens, accessTokens, policy, clock } = parts;
  const enabled = async (name: string) => {
    const user = await users.get(name);
    return user === undefined || user.isDisabled ? undefined : user;
  };

  /** Everybody may use their own account. */
  const permissionsOf = async (user: User): Promise<ReadonlySet<Grant>> => {
    const held = await roles.permissionsOf(user.roles);
    return held.has('account:use') ? held : new Set<Grant>([...held, 'account:use']);
  };

  const ofSession: Recognition['ofSession'] = async (session, via) => {
    const user = await enabled(session.user);
    if (user === undefined) return undefined;
    const needsSecondFactor = !user.hasSecondFactor && user.roles.some((role) => policy.secondFactorFor.includes(role));
    const permissions = needsSecondFactor ? new Set<Grant>(['account:use']) : await permissionsOf(user);
    const base = { name: user.name, via, permissions, roles: user.roles, needsSecondFactor };
    const account = { hasPassword: user.passwordHash !== null, hasSecondFactor: user.hasSecondFactor };
    return { ...base, expiresAtMs: session.expires_at, credentialId: session.id, account };
  };

  const byAccessToken = async (token: string, via: 'session' | 'bearer') => {
    const claims = await accessTokens.verify(token);
    const session = claims && (await sessions.find(claims.sessionId));
    return session && session.user === claims.user ? ofSession(session, via) : undefined;
  };

  const ofToken = async (row: TokenRow, via: 'token' | 'basic'): Promise<Principal | undefined> => {
    const base = { via, expiresAtMs: row.expires_at, credentialId: row.id, needsSecondFactor: false };
    const granted = readPermissions(row.permissions);
    if (row.user === null) return { ...base, name: row.name, roles: [], permissions: granted };
    const user = await enabled(row.user);
    return (
      user && { ...base, name: user.name, roles: user.roles, permissions: within(granted, await permissionsOf(user)) }
    );
  };

  const byToken = async (text: string, via: 'token' | 'basic') => {
    const row = await tokens.find(text);
    return row && ofToken(row, via);
  };

  const standing: Standing = async ({ name, via, credentialId }) => {
    if (via === 'token' || via === 'basic') {
      const row = await tokens.get(credentialId);
      const counts = row !== undefined && (row.expires_at === null || row.expires_at > clock.now());
      return counts ? ofToken(row, via) : undefined;
    }
    const user = await enabled(name);
    if (user === undefined) return undefined;
    const base = { name, via: 'session', roles: user.roles, expiresAtMs: null, needsSecondFactor: false } as const;
    return { ...base, permissions: await permissionsOf(user), credentialId };
  };

  return {
    ofSession,
    standing,
    async again({ credentialId: id, via }) {
      if (via === 'session' || via === 'bearer') {
        const session = await sessions.find(id);
        return session && ofSession(session, via);
      }
      const row = await tokens.get(id);
      return row && ofToken(row, via);
    },
    async recognise({ authorization, cookie }) {
      if (authorization === undefined) return cookie === undefined ? undefined : byAccessToken(cookie, 'session');
      const password = passwordOf(authorization);
      if (password !== undefined) return byToken(password, 'basic');
      const text = bearerOf(authorization);
      return text.startsWith('ey') ? byAccessToken(text, 'bearer') : byToken(text, 'token');
    },
  };
}

/** A token never does more than its owner may now. */
export function within(granted: ReadonlySet<Grant>, held: ReadonlySet<Grant>): ReadonlySet<Grant> {
  return new Set([...granted].filter((name) => covers(held, name)));
}

function bearerOf(authorization: string): string {
  return /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '';
}

/** Undefined when it is not HTTP Basic (RFC 7617). */
function passwordOf(authorization: string): string | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/]{1,1000}={0,2})$/i.exec(authorization)?.[1];
  if (encoded === undefined) return undefined;
  const [, password = ''] = /^[^:]*:(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? [];
  return password;
}
