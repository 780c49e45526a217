import { describe, expect, it } from 'vitest';
import { httpBench } from './testing.ts';

const host = '127.0.0.1:7070';
const signInUrl = { method: 'POST', url: '/api/v1/session' } as const;

async function link(bench: Awaited<ReturnType<typeof httpBench>>): Promise<string> {
  const headers = { host, authorization: bench.authorization };
  const answer = await bench.server.app.inject({ method: 'POST', url: '/api/v1/sign-in-links', headers });
  return answer.json().url;
}

describe('a sign-in link', () => {
  it('points at the console, keeps its code out of logs, and opens a session once', async () => {
    const bench = await httpBench();
    const url = new URL(await link(bench));
    expect(`${url.origin}${url.pathname}`).toBe(`http://${host}/sign-in`);
    const body = { code: url.hash.slice(1) };

    const signedIn = await bench.server.app.inject({ ...signInUrl, headers: { host }, payload: body });
    expect(signedIn.statusCode).toBe(200);
    const [cookie] = signedIn.cookies;
    expect(cookie).toMatchObject({ name: 'seaworthy_session', httpOnly: true, sameSite: 'Strict', path: '/' });

    const cookies = { seaworthy_session: cookie?.value ?? '' };
    const session = await bench.server.app.inject({
      method: 'GET',
      url: '/api/v1/session',
      headers: { host },
      cookies,
    });
    expect(session.json()).toEqual({ user: 'local', expiresAt: expect.stringMatching(/Z$/) });

    const again = await bench.server.app.inject({ ...signInUrl, headers: { host }, payload: body });
    expect(again.statusCode).toBe(401);
    expect(bench.logLines.join('')).not.toContain(body.code);
  });

  it('cannot be used by the page of another site', async () => {
    const bench = await httpBench();
    const code = new URL(await link(bench)).hash.slice(1);
    const headers = { host, 'sec-fetch-site': 'cross-site' };
    const answer = await bench.server.app.inject({ ...signInUrl, headers, payload: { code } });
    expect(answer.statusCode).toBe(403);
  });

  it('may be tried ten times a minute', async () => {
    const bench = await httpBench();
    const attempt = () => bench.server.app.inject({ ...signInUrl, headers: { host }, payload: { code: 'guess' } });
    for (let tries = 0; tries < 10; tries++) expect((await attempt()).statusCode).toBe(401);
    const answer = await attempt();
    expect(answer.statusCode).toBe(429);
    expect(answer.json().error.code).toBe('rate_limited');
    expect(answer.headers['retry-after']).toBeDefined();
  });
});

describe('signing out', () => {
  it('ends the session and takes the cookie away', async () => {
    const bench = await httpBench();
    const session = await bench.access.signIn((await bench.access.createSignInCode()).code);
    const cookies = { seaworthy_session: session?.cookie ?? '' };
    const headers = { host, 'sec-fetch-site': 'same-origin' };
    const url = '/api/v1/session';
    const out = await bench.server.app.inject({ method: 'DELETE', url, headers, cookies });
    expect(out.json()).toEqual({ ok: true });
    expect(out.cookies[0]).toMatchObject({ name: 'seaworthy_session', value: '' });
    const after = await bench.server.app.inject({ method: 'GET', url, headers, cookies });
    expect(after.statusCode).toBe(401);
  });
});
