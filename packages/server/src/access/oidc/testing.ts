import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { CryptoKey, JWTPayload } from 'jose';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { onTestFinished } from 'vitest';
import type { OidcPolicy } from './oidc-policy.ts';

/** What an attacker, or a fault, changes about the provider's answers. */
export interface Mischief {
  claims?: JWTPayload;
  /** Instead of the ID token that it would give. */
  token?: (claims: JWTPayload) => string | Promise<string>;
  /** In the redirect back. */
  iss?: string | null;
  discovery?: Record<string, unknown>;
}

export interface TestProvider {
  readonly issuer: string;
  readonly policy: OidcPolicy;
  /** Who signs in there next. */
  person: JWTPayload & { sub: string };
  mischief: Mischief;
  /** Another key from now on; the one before is shown no more. */
  rotate(algorithm?: string): Promise<void>;
  sign(claims: JWTPayload, key?: CryptoKey): Promise<string>;
  /** What a browser does that is sent there: where it is sent back to. */
  authorize(url: string): Promise<URL>;
  readonly asked: string[];
}

const clientId = 'seaworthy';
const clientSecret = 's3cret:with/odd chars';

/** A whole OpenID Connect provider over HTTP: discovery, authorization with PKCE, tokens signed by real keys, its keys. */
export async function testProvider(now: () => number, over: Partial<OidcPolicy> = {}): Promise<TestProvider> {
  let key = await makeKey('EdDSA', 1);
  const codes = new Map<string, URLSearchParams>();
  const asked: string[] = [];
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/realm`;

  const provider: TestProvider = {
    issuer,
    asked,
    person: { sub: 'u-1', preferred_username: 'ann', groups: ['ops'] },
    mischief: {},
    policy: {
      ...{ issuer, clientId, clientSecret, scopes: ['openid'], label: 'Example', userClaim: 'preferred_username' },
      roles: { claim: 'groups', map: { ops: ['operator'], leads: ['operator', 'reviewer'] } },
      ...{ createsUsers: true, linksUsers: false, publicUrl: undefined },
      ...over,
    },
    async rotate(algorithm = 'EdDSA') {
      key = await makeKey(algorithm, Number(key.kid.slice(4)) + 1);
    },
    sign: (claims, other) => signed(claims, { ...key, ...(other && { privateKey: other }) }),
    async authorize(url) {
      const sent = await fetch(url, { redirect: 'manual' });
      return new URL(sent.headers.get('location') ?? 'about:blank');
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse) {
    const url = new URL(request.url ?? '', issuer);
    asked.push(url.pathname);
    const json = (body: unknown, status = 200) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (url.pathname === '/realm/.well-known/openid-configuration') return json(discovery());
    if (url.pathname === '/realm/keys') return json({ keys: [await publicKey(key)] });
    if (url.pathname === '/realm/authorize') return response.writeHead(302, { location: approve(url) }).end();
    if (url.pathname === '/realm/token') return redeem(new URLSearchParams(await bodyOf(request)), request, json);
    return json({ error: 'not_found' }, 404);
  }

  const discovery = () => ({
    ...{ issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` },
    ...{ jwks_uri: `${issuer}/keys`, end_session_endpoint: `${issuer}/end` },
    authorization_response_iss_parameter_supported: true,
    ...provider.mischief.discovery,
  });

  const approve = ({ searchParams: given }: URL): string => {
    const code = `code-${codes.size + 1}`;
    codes.set(code, given);
    const back = new URL(given.get('redirect_uri') ?? '');
    back.searchParams.set('code', code);
    back.searchParams.set('state', given.get('state') ?? '');
    const { iss = issuer } = provider.mischief;
    if (iss !== null) back.searchParams.set('iss', iss);
    return back.href;
  };

  const redeem = async (
    given: URLSearchParams,
    { headers }: IncomingMessage,
    json: (body: unknown, status?: number) => unknown,
  ) => {
    const begun = codes.get(given.get('code') ?? '');
    codes.delete(given.get('code') ?? '');
    const proof = Buffer.from(`${clientId}:${encodeURIComponent(clientSecret)}`).toString('base64');
    const challenge = createHash('sha256')
      .update(given.get('code_verifier') ?? '')
      .digest('base64url');
    const isRight =
      begun?.get('code_challenge') === challenge &&
      begun.get('code_challenge_method') === 'S256' &&
      begun.get('redirect_uri') === given.get('redirect_uri') &&
      headers.authorization === `Basic ${proof}`;
    if (!isRight) return json({ error: 'invalid_grant' }, 400);
    const seconds = Math.floor(now() / 1000);
    const claims = {
      ...{ iss: issuer, aud: clientId, iat: seconds, exp: seconds + 300, nonce: begun?.get('nonce') ?? undefined },
      ...provider.person,
      ...provider.mischief.claims,
    } as JWTPayload;
    const token = await (provider.mischief.token ?? provider.sign)(claims);
    return json({ access_token: 'at', token_type: 'Bearer', id_token: token });
  };

  return provider;
}

async function makeKey(algorithm: string, number: number) {
  return { ...(await generateKeyPair(algorithm, { extractable: true })), algorithm, kid: `key-${number}` };
}
type Key = Awaited<ReturnType<typeof makeKey>>;

async function publicKey({ publicKey: key, algorithm, kid }: Key) {
  return { ...(await exportJWK(key)), alg: algorithm, kid, use: 'sig' };
}

function signed(claims: JWTPayload, { privateKey, algorithm, kid }: Pick<Key, 'privateKey' | 'algorithm' | 'kid'>) {
  return new SignJWT(claims).setProtectedHeader({ alg: algorithm, kid }).sign(privateKey);
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request) text += String(part);
  return text;
}
