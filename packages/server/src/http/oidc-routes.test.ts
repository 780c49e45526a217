import type { JWTPayload } from 'jose';
import { generateKeyPair } from 'jose';
import { describe, expect, it } from 'vitest';
import { localPath } from '../access/oidc/oidc.ts';
import type { OidcPolicy } from '../access/oidc/oidc-policy.ts';
import { testProvider } from '../access/oidc/testing.ts';
import { root } from '../access/testing.ts';
import { virtualClock } from '../platform/testing.ts';
import { httpBench } from './testing.ts';

const host = '127.0.0.1:7070';
const generous = { lockout: { freeTries: 5, firstWaitMs: 1_000, longestWaitMs: 900_000 }, changesPerMinute: 300 };

/** A browser before our server and a provider that answers over real HTTP. */
async function bench(over: Partial<OidcPolicy> = {}) {
  const clock = virtualClock();
  const provider = await testProvider(clock.now, over);
  const policy = { ...generous, signInsPerMinute: 1_000, secondFactorFor: [] };
  const http = await httpBench({}, {}, { clock, policy, oidc: provider.policy });
  const get = (url: string, cookie?: string) =>
    http.server.app.inject({ method: 'GET', url, headers: { host, ...(cookie === undefined ? {} : { cookie }) } });
  const start = async (returnTo = '/') => {
    const answer = await get(`/api/v1/oidc/start?returnTo=${encodeURIComponent(returnTo)}`);
    const flow = answer.cookies.find(({ name }) => name === 'seaworthy_oidc');
    return { answer, url: String(answer.headers.location), cookie: `seaworthy_oidc=${flow?.value}`, flow };
  };
  const come = async (back: URL, cookie?: string) => {
    const answer = await get(`${back.pathname}${back.search}`, cookie);
    const session = answer.cookies.find(({ name }) => name === 'seaworthy_session')?.value;
    return {
      answer,
      status: answer.statusCode,
      session,
      error: answer.statusCode < 400 ? undefined : answer.json().error,
    };
  };
  const signIn = async (returnTo?: string) => {
    const { url, cookie } = await start(returnTo);
    return come(await provider.authorize(url), cookie);
  };
  const whoIs = async (session: string | undefined) =>
    (await get('/api/v1/session', `seaworthy_session=${session}`)).json();
  return { ...http, clock, provider, get, start, come, signIn, whoIs };
}

describe('sign-in by a provider', () => {
  it('goes there with PKCE, state and nonce, and comes back as a user with the roles of their groups', async () => {
    const { start, come, provider, whoIs, events } = await bench();
    const { url, cookie, flow } = await start('/deployments?page=2');
    const sent = new URL(url).searchParams;
    expect(Object.fromEntries(sent)).toMatchObject({
      ...{ response_type: 'code', client_id: 'seaworthy', code_challenge_method: 'S256', scope: 'openid' },
      ...{ redirect_uri: `http://${host}/api/v1/oidc/callback`, state: expect.stringMatching(/^[\w-]{43}$/) },
    });
    expect(flow).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/api/v1/oidc' });
    for (const secret of ['state', 'nonce']) expect(cookie).not.toContain(sent.get(secret));
    const { answer, session } = await come(await provider.authorize(url), cookie);
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/deployments?page=2']);
    expect(await whoIs(session)).toMatchObject({ user: 'ann', roles: ['operator'] });
    expect(events).toContainEqual(
      expect.objectContaining({ actor: 'ann', action: 'session.sign_in', result: 'success' }),
    );
  });

  it('is offered to whoever is not signed in yet', async () => {
    const { get } = await bench();
    expect((await get('/api/v1/sign-in-options')).json()).toEqual({
      ...{ password: true, link: true },
      provider: { label: 'Example', start: '/api/v1/oidc/start', signOut: '/api/v1/oidc/sign-out' },
    });
    const without = await httpBench();
    const options = { method: 'GET', url: '/api/v1/sign-in-options', headers: { host } } as const;
    expect((await without.server.app.inject(options)).json().provider).toBeNull();
    expect((await without.server.app.inject({ ...options, url: '/api/v1/oidc/start' })).statusCode).toBe(404);
  });

  it('knows people again by their subject, and follows their groups and names nobody else by theirs', async () => {
    const { signIn, provider, whoIs } = await bench();
    await signIn();
    provider.person = { sub: 'u-1', preferred_username: 'ann-married', groups: ['leads'] };
    expect(await whoIs((await signIn()).session)).toMatchObject({ user: 'ann', roles: ['operator', 'reviewer'] });
    provider.person = { sub: 'u-2', preferred_username: 'ann', groups: ['ops'] };
    expect((await signIn()).error.message).toContain('not known to be you');
  });

  it.each([
    ['RS256', 'RS256'],
    ['PS256', 'PS256'],
    ['ES256', 'ES256'],
    ['EdDSA', 'EdDSA'],
  ])('takes keys of %s, and goes on when the provider has new ones', async (_, algorithm) => {
    const { signIn, provider, clock } = await bench();
    expect((await signIn()).status).toBe(303);
    await provider.rotate(algorithm);
    await clock.advance(30_000);
    expect((await signIn()).status).toBe(303);
  });

  it('asks for keys anew no more than every 30 s, whatever key a token names', async () => {
    const { signIn, provider } = await bench();
    await signIn();
    await provider.rotate();
    for (let time = 0; time < 5; time++) expect((await signIn()).status).toBe(401);
    expect(provider.asked.filter((path) => path === '/realm/keys')).toHaveLength(1);
  });

  it('ends at the provider too', async () => {
    const { get, provider } = await bench();
    const { location } = (await get('/api/v1/oidc/sign-out')).headers;
    expect(location).toBe(
      `${provider.issuer}/end?client_id=seaworthy&post_logout_redirect_uri=${encodeURIComponent(`http://${host}/`)}`,
    );
  });
});

describe('who may come in', () => {
  it('is nobody without a role, nobody by an unverified address, nobody as the owner of the machine', async () => {
    const { signIn, provider, database } = await bench({ linksUsers: true });
    provider.person = { sub: 'u-1', preferred_username: 'ann', groups: ['guests', '__proto__', 'constructor'] };
    expect((await signIn()).error.message).toContain('none of your groups');
    provider.person = { sub: 'u-1', preferred_username: 'local', groups: ['ops'] };
    expect((await signIn()).error.message).toContain('no name of a user');
    const mail = await bench({ userClaim: 'email' });
    mail.provider.person = { sub: 'u-1', email: 'ann@example.com', groups: ['ops'] };
    expect((await mail.signIn()).error.message).toContain('not verified');
    mail.provider.person = { ...mail.provider.person, email_verified: true };
    expect((await mail.signIn()).status).toBe(303);
    expect(await database.selectFrom('oidc_identities').selectAll().execute()).toEqual([]);
  });

  it('is nobody who is disabled, or no longer in a group', async () => {
    const { signIn, provider, access } = await bench();
    await signIn();
    provider.person = { ...provider.person, groups: [] };
    expect((await signIn()).status).toBe(401);
    provider.person = { ...provider.person, groups: ['ops'] };
    await access.users.change('ann', { disabled: true }, root);
    expect((await signIn()).status).toBe(401);
  });

  it('is nobody new where only those who were there may come', async () => {
    const { signIn, access, provider, whoIs } = await bench({ createsUsers: false, linksUsers: true });
    expect((await signIn()).error.message).toContain('no user here');
    await access.users.add({ name: 'ann', roles: ['viewer'] }, root);
    const { session } = await signIn();
    expect(await whoIs(session)).toMatchObject({ user: 'ann', roles: ['viewer'] });
    provider.person = { ...provider.person, groups: ['leads'] };
    expect(await whoIs((await signIn()).session)).toMatchObject({ roles: ['viewer'] });
  });

  it('is forgotten with the user', async () => {
    const { signIn, access, database } = await bench();
    await signIn();
    await access.users.remove('ann', root);
    expect(await database.selectFrom('oidc_identities').selectAll().execute()).toEqual([]);
  });
});

describe('an attacker', () => {
  it('cannot use an answer twice, in another browser, late, or without its beginning', async () => {
    const { start, come, provider, clock } = await bench();
    const { url, cookie } = await start();
    const back = await provider.authorize(url);
    expect((await come(back)).status).toBe(401);
    const other = await start();
    expect((await come(back, other.cookie)).status).toBe(401);
    expect((await come(back, cookie)).status).toBe(303);
    expect((await come(back, cookie)).error.message).toContain('finished before');
    const late = await start();
    const lateBack = await provider.authorize(late.url);
    await clock.advance(600_000);
    expect((await come(lateBack, late.cookie)).status).toBe(401);
  });

  it('cannot change the cookie, the state or the code', async () => {
    const { start, come, provider } = await bench();
    const { url, cookie } = await start();
    const back = await provider.authorize(url);
    const changed = (name: string, value: string) => {
      const other = new URL(back);
      other.searchParams.set(name, value);
      return other;
    };
    expect((await come(back, `${cookie.slice(0, -2)}xx`)).status).toBe(401);
    expect((await come(changed('state', 'x'.repeat(43)), cookie)).status).toBe(401);
    expect((await come(changed('code', 'code-99'), cookie)).error.message).toContain('invalid_grant');
    expect((await come(new URL(`${back.href}&code=2`), cookie)).status).toBe(400);
  });

  it('cannot inject the code of another sign-in: PKCE and the nonce belong to one', async () => {
    const { start, come, provider } = await bench();
    const [mine, theirs] = [await start(), await start()];
    const [back, stolen] = [await provider.authorize(mine.url), await provider.authorize(theirs.url)];
    back.searchParams.set('code', stolen.searchParams.get('code') ?? '');
    expect((await come(back, mine.cookie)).error.message).toContain('invalid_grant');
  });

  it.each([null, 'https://evil.example'])('cannot answer in the place of the provider (iss %s)', async (iss) => {
    const { signIn, provider } = await bench();
    provider.mischief = { iss };
    expect((await signIn()).error.message).toContain('another provider answered');
  });

  const nowSeconds = (claims: JWTPayload) => claims.iat ?? 0;
  const none = (claims: JWTPayload) =>
    `${['{"alg":"none"}', JSON.stringify(claims)].map((part) => Buffer.from(part).toString('base64url')).join('.')}.`;
  it.each<[string, (claims: JWTPayload) => JWTPayload]>([
    ['another nonce', (claims) => ({ ...claims, nonce: 'n' })],
    ['no nonce', ({ nonce: _, ...claims }) => claims],
    ['another audience', (claims) => ({ ...claims, aud: 'other' })],
    ['several audiences and no party', (claims) => ({ ...claims, aud: ['seaworthy', 'other'] })],
    ['another authorized party', (claims) => ({ ...claims, azp: 'other' })],
    ['another issuer', (claims) => ({ ...claims, iss: 'https://evil.example' })],
    ['an end that has passed', (claims) => ({ ...claims, exp: nowSeconds(claims) - 61 })],
    ['no end', ({ exp: _, ...claims }) => claims],
    ['a beginning long ago', (claims) => ({ ...claims, iat: nowSeconds(claims) - 3_600 })],
    ['nobody', ({ sub: _, ...claims }) => claims],
  ])('gets nowhere by an ID token with %s', async (_, change) => {
    const { signIn, provider, database } = await bench();
    provider.mischief = { token: (claims) => provider.sign(change(claims)) };
    const { status, session } = await signIn();
    expect([status, session]).toEqual([401, undefined]);
    expect(await database.selectFrom('oidc_identities').selectAll().execute()).toEqual([]);
  });

  it('gets nowhere by a token without a signature, with their own key, or with one that is no token', async () => {
    const { signIn, provider, events } = await bench();
    const { privateKey } = await generateKeyPair('EdDSA');
    for (const token of [none, (claims: JWTPayload) => provider.sign(claims, privateKey), () => 'ey.ey.ey']) {
      provider.mischief = { token };
      expect((await signIn()).status).toBe(401);
    }
    expect(events.filter(({ result }) => result === 'failure')).toHaveLength(3);
  });

  it('cannot show another discovery document, nor send us over plain HTTP', async () => {
    const { start, provider } = await bench();
    provider.mischief = { discovery: { issuer: 'https://evil.example' } };
    expect((await start()).answer.statusCode).toBe(503);
    provider.mischief = { discovery: { token_endpoint: 'file:///etc/passwd' } };
    expect((await start()).answer.statusCode).toBe(503);
    provider.mischief = {};
    expect((await start()).answer.statusCode).toBe(303);
  });

  it.each([
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/%0d%0aSet-Cookie:x',
    'javascript:alert(1)',
    '/a b',
    '',
    '/\t/evil',
  ])('cannot send anybody elsewhere afterwards: %s', async (returnTo) => {
    const { signIn } = await bench();
    const { location } = (await signIn(returnTo)).answer.headers;
    expect(new URL(String(location), `http://${host}`).host).toBe(host);
    expect(String(location)).not.toMatch(/[\r\n]/);
  });
});

it('knows a path of ours', () => {
  expect(['/', '/a?b=c#d', '/a//b'].map(localPath)).toEqual(['/', '/a?b=c#d', '/a//b']);
  expect(['//a', '/\\a', 'a', undefined].map(localPath)).toEqual(['/', '/', '/', '/']);
});
