import type { JSONWebKeySet, JWTVerifyGetKey } from 'jose';
import { createLocalJWKSet, errors } from 'jose';
import type { Clock } from '../../platform/clock.ts';
import { providerAway } from './provider-failure.ts';
import { askProvider } from './provider-http.ts';

/** What the provider says of itself (OpenID Connect Discovery 1.0), checked. */
export interface ProviderMetadata {
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly jwksUri: string;
  readonly endSessionEndpoint: string | undefined;
  /** RFC 9207: each answer says who gave it. */
  readonly namesItself: boolean;
  readonly takesSecretInBody: boolean;
}

export interface Provider {
  metadata(): Promise<ProviderMetadata>;
  /** Finds the key of an ID token; a key that is new is looked for at the provider, not more often than every 30 s. */
  readonly key: JWTVerifyGetKey;
}

const metadataMs = 3_600_000;
const keysMs = 600_000;
const lookAgainMs = 30_000;

export function createProvider(issuer: string, clock: Pick<Clock, 'now'>): Provider {
  const metadata = remembered(clock, metadataMs, async () => {
    const told = await askProvider(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
    return checked(told, issuer);
  });
  const keys = remembered(clock, keysMs, async () => {
    const told = await askProvider((await metadata.get()).jwksUri);
    if (!Array.isArray(told.keys)) throw providerAway('it shows no keys');
    return createLocalJWKSet(told as unknown as JSONWebKeySet);
  });
  return {
    metadata: metadata.get,
    async key(header, token) {
      try {
        return await (await keys.get())(header, token);
      } catch (error) {
        if (!(error instanceof errors.JWKSNoMatchingKey) || !keys.isOlderThan(lookAgainMs)) throw error;
        return (await keys.anew())(header, token);
      }
    },
  };
}

/** Another one's document, and endpoints that anybody could listen on, are refused. */
function checked(told: Readonly<Record<string, unknown>>, issuer: string): ProviderMetadata {
  if (told.issuer !== issuer) throw providerAway(`it calls itself ${String(told.issuer).slice(0, 200)}, not ${issuer}`);
  const isLocal = issuer.startsWith('http:');
  const endpoint = (name: string): string => {
    const url = told[name];
    if (typeof url !== 'string' || !(isLocal ? /^https?:/ : /^https:/).test(url)) throw providerAway(`no safe ${name}`);
    return url;
  };
  const methods = told.token_endpoint_auth_methods_supported;
  return {
    authorizationEndpoint: endpoint('authorization_endpoint'),
    tokenEndpoint: endpoint('token_endpoint'),
    jwksUri: endpoint('jwks_uri'),
    endSessionEndpoint: told.end_session_endpoint === undefined ? undefined : endpoint('end_session_endpoint'),
    namesItself: told.authorization_response_iss_parameter_supported === true,
    takesSecretInBody:
      Array.isArray(methods) && !methods.includes('client_secret_basic') && methods.includes('client_secret_post'),
  };
}

/** Fetched once for all who ask meanwhile; a failure is not remembered. */
function remembered<T>(clock: Pick<Clock, 'now'>, keptMs: number, fetch: () => Promise<T>) {
  let held: { readonly value: Promise<T>; readonly atMs: number } | undefined;
  const anew = (): Promise<T> => {
    const mine = { value: fetch(), atMs: clock.now() };
    held = mine;
    mine.value.catch(() => {
      if (held === mine) held = undefined;
    });
    return mine.value;
  };
  const isOlderThan = (ms: number) => held === undefined || clock.now() - held.atMs >= ms;
  return { anew, isOlderThan, get: () => (held === undefined || isOlderThan(keptMs) ? anew() : held.value) };
}
