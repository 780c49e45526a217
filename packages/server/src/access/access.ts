import { permissions } from '@seaworthy/api';
import type { Database } from '../db/database.ts';
import type { Clock } from '../platform/clock.ts';
import type { Principal } from './principal.ts';
import type { Random } from './secret.ts';
import type { Session } from './sessions.ts';
import { createSessionStore } from './sessions.ts';
import type { SignInCode } from './sign-in-codes.ts';
import { createSignInCodes } from './sign-in-codes.ts';
import { ensureTokenFile, localToken, localUser } from './token-file.ts';
import type { NewToken } from './tokens.ts';
import { createTokenStore } from './tokens.ts';

/** What a request brought along to prove who sent it. */
export interface Credentials {
  readonly authorization: string | undefined;
  readonly cookie: string | undefined;
}

/** Who may come in. Today everybody who can has every permission; what they are asked for is checked all the same. */
export interface Access {
  /**
   * A token counts before a cookie, and a wrong one is not made good by a cookie. Tools that know only HTTP Basic send it
   * as the password, with any user name.
   */
  authenticate(credentials: Credentials): Promise<Principal | undefined>;
  /** A token that outlives restarts, in a file that its owner alone can read; made when there is none that fits. */
  ensureToken(file: string, token: NewToken): Promise<string>;
  createSignInCode(): Promise<SignInCode>;
  /** Undefined when the code is unknown, spent or too old. */
  signIn(code: string): Promise<Session | undefined>;
  signOut(principal: Principal): Promise<void>;
}

export interface AccessOptions {
  readonly database: Database;
  readonly clock: Clock;
  readonly random: Random;
  /** Made at the first start, 0600. */
  readonly tokenFile: string;
}

export async function createAccess({ database, clock, random, tokenFile }: AccessOptions): Promise<Access> {
  const tokens = createTokenStore(database, clock, random);
  const codes = createSignInCodes(database, clock, random);
  const sessions = createSessionStore(database, clock, random);
  await ensureTokenFile(tokenFile, tokens, localToken);
  const byToken = async (authorization: string): Promise<Principal | undefined> => {
    const password = passwordOf(authorization);
    if (password === undefined) return tokens.authenticate(bearerOf(authorization));
    const principal = await tokens.authenticate(password);
    return principal && { ...principal, via: 'basic' };
  };
  return {
    async authenticate({ authorization, cookie }) {
      if (authorization !== undefined) return byToken(authorization);
      return cookie === undefined ? undefined : sessions.authenticate(cookie);
    },
    ensureToken: (file, token) => ensureTokenFile(file, tokens, token),
    createSignInCode: () => codes.create(localUser),
    async signIn(code) {
      const user = await codes.redeem(code);
      return user === undefined ? undefined : sessions.create(user, permissions);
    },
    async signOut(principal) {
      if (principal.via === 'session') await sessions.end(principal.credentialId);
    },
  };
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
