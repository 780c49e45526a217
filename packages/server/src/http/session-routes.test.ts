import { describe, expect, it } from 'vitest';
import { accessTokenLifeMs } from '../access/access-tokens.ts';
import { openSession, root } from '../access/testing.ts';
import type { HttpBench } from './testing.ts';
import { httpBench } from './testing.ts';

const host = '127.0.0.1:7070';
const url = '/api/v1/session';
const names = ['seaworthy_session', 'seaworthy_refresh'];

async function newCode({ access }: HttpBench): Promise<string> {
  return (await access.users.add({ name: 'ann', roles: ['operator'] }, root)).code.code;
}

function signInWith(bench: HttpBench, payload: object, headers: Record<string, string> = {}) {
  return bench.server.app.inject({ method: 'POST', url, headers: { host, ...headers }, payload });
}

const jar = (cookies: readonly { name: string; value: string }[]) =>
  Object.fromEntries(cookies.map(({ name, value }) => [name, value]));

describe('a sign-in', () => {
  it('by a code opens a session once, and keeps the code out of logs', async () => {
    const bench = await httpBench();
    const code = await newCode(bench);
    const signedIn = await signInWith(bench, { code });
    expect(signedIn.statusCode).toBe(200);
    expect(signedIn.json()).toEqual({ user: 'ann', expiresAt: expect.stringMatching(/Z$/) });
    expect(signedIn.cookies.map(({ name }) => name)).toEqual(names);
    for (const cookie of signedIn.cookies) {
      expect(cookie).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
      expect(bench.logLines.join('')).not.toContain(cookie.value);
    }
    const asked = { method: 'GET', url, headers: { host }, cookies: jar(signedIn.cookies) } as const;
    expect((await bench.server.app.inject(asked)).json()).toMatchObject({
      ...{ user: 'ann', roles: ['operator'], needsSecondFactor: false },
      account: { hasPassword: false, hasSecondFactor: false },
      permissions: expect.arrayContaining(['deployments:write', 'account:use']),
    });
    expect((await signInWith(bench, { code })).statusCode).toBe(401);
    expect(bench.logLines.join('')).not.toContain(code);
  });

  it('gives programs their tokens in the answer, and no cookies, when asked to', async () => {
    const bench = await httpBench();
    const signedIn = await signInWith(bench, { code: await newCode(bench), deliver: 'body' });
    expect(signedIn.cookies).toEqual([]);
    expect(signedIn.headers['cache-control']).toBe('no-store');
    const { access, refresh } = signedIn.json().tokens;
    const ask = (token: string) =>
      bench.server.app.inject({ method: 'GET', url, headers: { host, authorization: `Bearer ${token}` } });
    expect((await ask(access)).json()).toMatchObject({ user: 'ann' });
    expect((await ask(refresh)).statusCode).toBe(401);
    const renewing = { method: 'POST', url: `${url}/refresh`, headers: { host }, payload: { refresh } } as const;
    const renewed = await bench.server.app.inject(renewing);
    expect(renewed.json().tokens.refresh).not.toBe(refresh);
    expect((await ask(renewed.json().tokens.access)).statusCode).toBe(200);
  });

  it('cannot be made by the page of another site', async () => {
    const bench = await httpBench();
    const answer = await signInWith(bench, { code: await newCode(bench) }, { 'sec-fetch-site': 'cross-site' });
    expect(answer.statusCode).toBe(403);
  });

  it('may be tried ten times a minute', async () => {
    const bench = await httpBench();
    for (let tries = 0; tries < 10; tries++) expect((await signInWith(bench, { code: 'guess' })).statusCode).toBe(401);
    const answer = await signInWith(bench, { code: 'guess' });
    expect(answer.statusCode).toBe(429);
    expect(answer.json().error.code).toBe('rate_limited');
    expect(answer.headers['retry-after']).toBeDefined();
  });

  it.each([[{}], [{ name: 'ann' }], [{ password: 'x' }], [{ code: 'x', role: 'admin' }]])(
    'with %o is no sign-in',
    async (payload) => {
      expect((await signInWith(await httpBench(), payload)).statusCode).toBe(400);
    },
  );
});

describe('a page whose access token has expired', () => {
  const expired = async () => {
    const bench = await httpBench({ version: () => ({ version: '1', node: '20' }), stop: () => ({ ok: true }) });
    const { access, refresh } = await openSession(bench.access, 'ann', 'admin');
    await bench.clock.advance(accessTokenLifeMs + 5_001);
    const cookies = { seaworthy_session: access.token, seaworthy_refresh: refresh };
    const ask = (headers: object = {}, over: object = {}) =>
      bench.server.app.inject({
        method: 'GET',
        url: '/api/v1/version',
        headers: { host, ...headers },
        cookies,
        ...over,
      });
    return { ...bench, cookies, ask };
  };

  it('goes on without a word: the answer brings the next tokens', async () => {
    const { ask, server } = await expired();
    const answer = await ask();
    expect(answer.statusCode).toBe(200);
    const cookies = jar(answer.cookies);
    expect(Object.keys(cookies)).toEqual(names);
    const next = await server.app.inject({ method: 'GET', url, headers: { host }, cookies });
    expect(next.statusCode).toBe(200);
    expect(next.cookies).toEqual([]);
  });

  it('goes on too when it asks for several things at once', async () => {
    const { ask } = await expired();
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([200, 200, 200]);
    expect(new Set(answers.map(({ cookies }) => jar(cookies)['seaworthy_refresh'])).size).toBe(1);
  });

  it('gets its next tokens along with answers that go around the framework: health', async () => {
    const { ask } = await expired();
    expect(Object.keys(jar((await ask({}, { url: '/health/detailed' })).cookies))).toEqual(names);
  });

  it('changes something only when it is our own', async () => {
    const { ask } = await expired();
    const stop = { method: 'POST', url: '/api/v1/stop' };
    for (const site of ['cross-site', 'same-site']) {
      const refused = await ask({ 'sec-fetch-site': site }, stop);
      expect([refused.statusCode, refused.cookies]).toEqual([401, []]);
    }
    expect((await ask({}, stop)).statusCode).toBe(403);
    expect((await ask({ 'sec-fetch-site': 'same-origin' }, stop)).statusCode).toBe(202);
  });

  it('is signed out when the session is over, and its cookies go', async () => {
    const { access, ask } = await expired();
    await access.users.signOut('ann', root);
    const answer = await ask();
    expect(answer.statusCode).toBe(401);
    expect(jar(answer.cookies)).toEqual({ seaworthy_session: '', seaworthy_refresh: '' });
  });
});

describe('signing out', () => {
  it('ends the session and takes the cookies away', async () => {
    const bench = await httpBench();
    const session = await openSession(bench.access);
    const cookies = { seaworthy_session: session.access.token, seaworthy_refresh: session.refresh };
    const headers = { host, 'sec-fetch-site': 'same-origin' };
    const out = await bench.server.app.inject({ method: 'DELETE', url, headers, cookies });
    expect(out.json()).toEqual({ ok: true });
    expect(jar(out.cookies)).toEqual({ seaworthy_session: '', seaworthy_refresh: '' });
    const after = await bench.server.app.inject({ method: 'GET', url, headers, cookies });
    expect(after.statusCode).toBe(401);
  });
});
