import type { JWTPayload } from 'jose';
import { errors, jwtVerify } from 'jose';
import type { Clock } from '../../platform/clock.ts';
import { AccessError } from '../access-error.ts';
import type { OidcPolicy } from './oidc-policy.ts';
import type { Provider } from './provider.ts';
import { notProven } from './provider-failure.ts';

/** Asymmetric ones alone: neither `none` nor a secret that others share. */
const algorithms = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
const toleranceSeconds = 60;
const longestToken = 32 * 1024;

export interface IdTokenCheck {
  readonly policy: Pick<OidcPolicy, 'issuer' | 'clientId'>;
  readonly provider: Pick<Provider, 'key'>;
  readonly clock: Pick<Clock, 'now'>;
}

/** The claims of an ID token that this provider made for us, now, and for this sign-in (OpenID Connect Core 3.1.3.7). */
export async function readIdToken(token: unknown, nonce: string, { policy, provider, clock }: IdTokenCheck) {
  if (typeof token !== 'string' || token.length > longestToken) throw notProven('it gave no ID token');
  const { payload } = await jwtVerify(token, provider.key, {
    ...{ issuer: policy.issuer, audience: policy.clientId, algorithms },
    ...{ currentDate: new Date(clock.now()), clockTolerance: toleranceSeconds, maxTokenAge: '10m' },
    requiredClaims: ['exp', 'iat', 'sub', 'nonce'],
  }).catch(refuse);
  if (payload.nonce !== nonce) throw notProven('the ID token belongs to another sign-in');
  if (!isForUsAlone(payload, policy.clientId)) throw notProven('the ID token was made for somebody else');
  if (typeof payload.sub !== 'string' || payload.sub === '' || payload.sub.length > 255) {
    throw notProven('the ID token names nobody');
  }
  return { ...payload, sub: payload.sub };
}

/** Of several audiences, the one that asked is named. */
function isForUsAlone({ aud, azp }: JWTPayload, clientId: string): boolean {
  if (azp !== undefined) return azp === clientId;
  return !Array.isArray(aud) || aud.length === 1;
}

function refuse(error: unknown): never {
  if (error instanceof AccessError) throw error;
  if (error instanceof errors.JOSEError) throw notProven(`the ID token is not valid (${error.code})`);
  throw notProven('the ID token cannot be read');
}
