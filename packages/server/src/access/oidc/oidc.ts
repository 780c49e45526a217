import { createHash, timingSafeEqual } from 'node:crypto';
import { AccessError } from '../access-error.ts';
import { said } from '../events.ts';
import type { AccessParts } from '../parts.ts';
import type { Seal } from '../seal.ts';
import type { Random } from '../secret.ts';
import type { OpenSession, SignIns, Source } from '../sign-in.ts';
import { readIdToken } from './id-token.ts';
import type { IdentityParts } from './identities.ts';
import { createIdentities } from './identities.ts';
import type { OidcPolicy } from './oidc-policy.ts';
import type { ProviderMetadata } from './provider.ts';
import { createProvider } from './provider.ts';
import { notProven, refusedByProvider } from './provider-failure.ts';
import { askProvider } from './provider-http.ts';

/** What the provider sends the browser back with. */
export interface CallbackAnswer {
  readonly code?: string | undefined;
  readonly state?: string | undefined;
  readonly iss?: string | undefined;
  readonly error?: string | undefined;
}

/**
 * Sign-in by an OpenID Connect provider: the authorization code flow with PKCE (RFC 7636), state, nonce and, where the
 * provider sends it, its own name (RFC 9207). What a sign-in under way must remember lies sealed in the browser's cookie.
 */
export interface Oidc {
  readonly label: string;
  /** Where the browser goes, and the cookie that it comes back with. */
  begin(from: {
    readonly origin: string;
    readonly returnTo: string | undefined;
  }): Promise<{ url: string; flow: string }>;
  /** Once for each `begin`. */
  finish(
    answer: CallbackAnswer,
    flow: string | undefined,
    from: Source,
  ): Promise<{ session: OpenSession; returnTo: string }>;
  /** Where the session at the provider ends; undefined when it has no such place. */
  signOutUrl(origin: string): Promise<string | undefined>;
}

export interface OidcOptions extends IdentityParts {
  readonly seal: Seal;
  readonly random: Random;
  readonly signIns: Pick<SignIns, 'beginAs'>;
  readonly tell: AccessParts['tell'];
}

export const flowLifeMs = 10 * 60_000;
/** Longer than it counts, so that whoever comes late is told that, and not that nothing was begun. */
export const flowCookieLifeMs = 3_600_000;
export const callbackPath = '/api/v1/oidc/callback';
const mostUsed = 10_000;

interface Flow {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly redirectUri: string;
  readonly returnTo: string;
  readonly expiresAtMs: number;
}

export function createOidc(options: OidcOptions): Oidc {
  const { policy, clock, random, seal, signIns, tell } = options;
  const provider = createProvider(policy.issuer, clock);
  const identities = createIdentities(options);
  const used = new Map<string, number>();

  const fresh = () => random(32).toString('base64url');
  const openFlow = (sealed: string | undefined): Flow | undefined => {
    const plain = sealed === undefined || sealed.length > 4_000 ? undefined : seal.open(sealed, flowPlace);
    return plain && (JSON.parse(plain.toString()) as Flow);
  };

  /** A state counts once. A restart forgets which ones did; the provider's code counts once anyway. */
  const use = (state: string): boolean => {
    for (const [old, untilMs] of used) if (untilMs <= clock.now() || used.size > mostUsed) used.delete(old);
    if (used.has(state)) return false;
    used.set(state, clock.now() + flowLifeMs);
    return true;
  };

  const flowOf = ({ state, iss, error }: CallbackAnswer, sealed: string | undefined, told: ProviderMetadata): Flow => {
    const flow = openFlow(sealed);
    if (flow === undefined || state === undefined || !isSame(state, flow.state)) {
      throw refusedByProvider('not_begun_here', 'it was not begun in this browser');
    }
    if (flow.expiresAtMs <= clock.now()) throw refusedByProvider('too_late', 'it was begun too long ago');
    if (!use(flow.state)) throw refusedByProvider('used_before', 'it was finished before');
    if (iss === undefined ? told.namesItself : iss !== policy.issuer) throw notProven('another provider answered');
    if (error !== undefined) {
      throw refusedByProvider('provider_refused', `it said ${error.replace(/[^\w.-]/g, '').slice(0, 60)}`);
    }
    return flow;
  };

  const redeem = (code: string, { verifier, redirectUri }: Flow, told: ProviderMetadata) => {
    const grant = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier };
    const { headers, fields } = clientProof(policy, told);
    const body = String(new URLSearchParams({ ...grant, client_id: policy.clientId, ...fields }));
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    return askProvider(told.tokenEndpoint, { method: 'POST', headers: { ...type, ...headers }, body });
  };

  const signIn = async (answer: CallbackAnswer, sealed: string | undefined, from: Source) => {
    const told = await provider.metadata();
    const flow = flowOf(answer, sealed, told);
    if (answer.code === undefined) throw notProven('it gave no code');
    const { id_token: token } = await redeem(answer.code, flow, told);
    const user = await identities.userOf(await readIdToken(token, flow.nonce, { policy, provider, clock }));
    return { session: await signIns.beginAs(user.name, from), returnTo: flow.returnTo };
  };

  return {
    label: policy.label,
    async begin({ origin, returnTo }) {
      const { authorizationEndpoint } = await provider.metadata();
      const redirectUri = `${policy.publicUrl ?? origin}${callbackPath}`;
      const flow: Flow = {
        ...{ state: fresh(), nonce: fresh(), verifier: fresh(), redirectUri },
        ...{ returnTo: localPath(returnTo), expiresAtMs: clock.now() + flowLifeMs },
      };
      const url = new URL(authorizationEndpoint);
      const parameters = {
        ...{ response_type: 'code', client_id: policy.clientId, redirect_uri: redirectUri },
        ...{ scope: policy.scopes.join(' '), state: flow.state, nonce: flow.nonce },
        ...{ code_challenge: challengeOf(flow.verifier), code_challenge_method: 'S256' },
      };
      for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
      return { url: url.href, flow: seal.close(Buffer.from(JSON.stringify(flow)), flowPlace) };
    },
    finish: (answer, sealed, from) =>
      signIn(answer, sealed, from).catch(async (error: unknown) => {
        const reason = error instanceof AccessError ? error.message : 'it failed';
        const act = { type: 'authentication', actor: 'unknown', action: 'session.sign_in', result: 'failure' } as const;
        await tell({ ...act, resource: `provider ${policy.issuer}`, ...said(from, reason) });
        throw error;
      }),
    async signOutUrl(origin) {
      const { endSessionEndpoint } = await provider.metadata();
      if (endSessionEndpoint === undefined) return undefined;
      const url = new URL(endSessionEndpoint);
      url.searchParams.set('client_id', policy.clientId);
      url.searchParams.set('post_logout_redirect_uri', `${policy.publicUrl ?? origin}/`);
      return url.href;
    },
  };
}

const flowPlace = 'sign-in under way';

/** A path of ours: neither another host (`//evil`, `/\evil`) nor anything that a browser would read as one. */
export function localPath(given: string | undefined): string {
  if (given === undefined || given.length > 1_000 || !/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/.test(given)) return '/';
  return new URL(given, 'http://here.invalid').host === 'here.invalid' ? given : '/';
}

function challengeOf(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

function isSame(left: string, right: string): boolean {
  const [a, b] = [left, right].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}

/** RFC 6749, 2.3.1: in a header unless the provider takes it in the body alone. */
function clientProof({ clientId, clientSecret }: OidcPolicy, { takesSecretInBody }: ProviderMetadata) {
  if (clientSecret === undefined) return { headers: {}, fields: {} };
  if (takesSecretInBody) return { headers: {}, fields: { client_secret: clientSecret } };
  const pair = [clientId, clientSecret].map((text) => encodeURIComponent(text)).join(':');
  return { headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }, fields: {} };
}
