import { jwtVerify, SignJWT } from 'jose';
import type { Clock } from '../platform/clock.ts';
import type { KeyFile } from './key-file.ts';

/** How long an access token is believed; a refresh token then gives the next. */
export const accessTokenLifeMs = 15 * 60_000;
const toleranceSeconds = 5;
const audience = 'seaworthy-api';
const type = 'at+jwt';
const longestToken = 2_000;
const rememberedAtMost = 1_000;

/** Short-lived proofs that a session was open a moment ago: JWTs (RFC 9068), signed by EdDSA with a key of our own. */
export interface AccessTokens {
  issue(session: AccessClaims): Promise<{ readonly token: string; readonly expiresAtMs: number }>;
  /** Undefined for whatever we did not sign for ourselves, or whose time is over or not come. */
  verify(token: string): Promise<AccessClaims | undefined>;
}

export interface AccessClaims {
  readonly user: string;
  readonly sessionId: string;
}

type Verified = AccessClaims & { readonly kid: string; readonly fromMs: number; readonly untilMs: number };

export function createAccessTokens(keys: KeyFile, clock: Clock): AccessTokens {
  const issuer = `seaworthy:${keys.installation}`;
  const remembered = new Map<string, Verified>();

  const check = async (token: string): Promise<Verified | undefined> => {
    let kid = '';
    const keyOf = ({ kid: named = '' }: { kid?: string | undefined }) => {
      const key = keys.publicKey(named);
      if (key === undefined) throw new Error('no key of ours');
      kid = named;
      return key;
    };
    const { payload } = await jwtVerify(token, keyOf, {
      ...{ issuer, audience, typ: type, algorithms: ['EdDSA'], currentDate: new Date(clock.now()) },
      clockTolerance: toleranceSeconds,
      requiredClaims: ['exp', 'nbf', 'iat', 'sub', 'sid'],
    });
    const { sub = '', sid, exp = 0, nbf = 0 } = payload;
    if (typeof sid !== 'string') return undefined;
    const [fromMs, untilMs] = [(nbf - toleranceSeconds) * 1000, (exp + toleranceSeconds) * 1000];
    return { user: sub, sessionId: sid, kid, fromMs, untilMs };
  };

  return {
    async issue({ user, sessionId }) {
      const { kid, key } = await keys.signingKey();
      const [now, expires] = [clock.now(), clock.now() + accessTokenLifeMs].map((ms) => Math.floor(ms / 1000));
      const token = await new SignJWT({ sid: sessionId })
        .setProtectedHeader({ alg: 'EdDSA', kid, typ: type })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(user)
        .setIssuedAt(now ?? 0)
        .setNotBefore(now ?? 0)
        .setExpirationTime(expires ?? 0)
        .sign(key);
      return { token, expiresAtMs: (expires ?? 0) * 1000 };
    },
    async verify(token) {
      if (token.length > longestToken || !token.startsWith('ey')) return undefined;
      const known = remembered.get(token) ?? (await check(token).catch(() => undefined));
      if (known === undefined) return undefined;
      const isCurrent =
        clock.now() >= known.fromMs && clock.now() < known.untilMs && keys.publicKey(known.kid) !== undefined;
      if (!isCurrent) {
        remembered.delete(token);
        return undefined;
      }
      remember(remembered, token, known);
      return { user: known.user, sessionId: known.sessionId };
    },
  };
}

/** A signature costs a fifth of a millisecond; the oldest ones are forgotten. */
function remember(remembered: Map<string, Verified>, token: string, verified: Verified): void {
  remembered.set(token, verified);
  if (remembered.size <= rememberedAtMost) return;
  const [oldest] = remembered.keys();
  if (oldest !== undefined) remembered.delete(oldest);
}
