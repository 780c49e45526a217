import type { Route } from '@seaworthy/api';
import { routes } from '@seaworthy/api';
import { describe, expect, it } from 'vitest';
import { openSession } from '../access/testing.ts';
import { sessionCookie } from './session-cookies.ts';
import { httpBench } from './testing.ts';

const host = '127.0.0.1:7070';
const api = Object.entries(routes).map(([name, route]: [string, Route]) => ({ name, ...route }));
const closed = [
  ...api.filter(({ permission }) => permission !== null).map(({ method, path }) => [method, path] as const),
  ...['/health/detailed', '/status', '/api/deployment/status', '/metrics', '/api/v1/proxy/metrics'].map(
    (path) => ['GET', path] as const,
  ),
  ['GET', '/api/v1/openapi.json'] as const,
];
const open = ['/health', '/api/health', '/readiness', '/ready', '/api/ready', '/liveness'];

const cookieFor = async (bench: Awaited<ReturnType<typeof httpBench>>) => {
  const session = await openSession(bench.access);
  return `${sessionCookie}=${session.access.token}`;
};

describe('every route', () => {
  it('is refused without a credential and with a wrong one, unless probes or sign-in need it', async () => {
    const { server } = await httpBench();
    const wrong = { authorization: `Bearer swt_${'0'.repeat(16)}_${'A'.repeat(43)}` };
    for (const [method, path] of closed) {
      const url = path.replace('{id}', 'x');
      for (const headers of [{ host }, { host, ...wrong }, { host, cookie: `${sessionCookie}=nonsense` }]) {
        const answer = await server.app.inject({ method, url, headers });
        expect([method, path, answer.statusCode]).toEqual([method, path, 401]);
        expect(answer.json().error.code).toBe('unauthenticated');
      }
    }
    expect(closed.length).toBeGreaterThan(20);
  });

  it('of the table is served', async () => {
    const { server } = await httpBench();
    const missing = api.filter(
      ({ method, path }) => !server.app.hasRoute({ method, url: path.replace(/\{(\w+)\}/g, ':$1') }),
    );
    expect(missing).toEqual([]);
  });

  it('that a probe needs answers without a credential', async () => {
    const { server } = await httpBench();
    for (const url of open) {
      const answer = await server.app.inject({ method: 'GET', url, headers: { host } });
      expect([url, answer.statusCode]).toEqual([url, 200]);
    }
  });

  it('is open to the token file', async () => {
    const { server, authorization } = await httpBench({ version: () => ({ version: '1', node: '20' }) });
    const answer = await server.app.inject({ method: 'GET', url: '/api/v1/version', headers: { host, authorization } });
    expect(answer.json()).toEqual({ version: '1', node: '20' });
  });

  it('names the permission that is missing', async () => {
    const bench = await httpBench();
    await bench.database.updateTable('tokens').set({ permissions: '["service:read"]' }).execute();
    const headers = { host, authorization: bench.authorization };
    const answer = await bench.server.app.inject({ method: 'POST', url: '/api/v1/stop', headers });
    expect(answer.statusCode).toBe(403);
    expect(answer.json().error).toMatchObject({
      code: 'forbidden',
      details: [{ path: 'permission', message: 'service:stop' }],
    });
  });
});

describe('a session cookie', () => {
  const stop = { stop: () => ({ ok: true as const }) };
  it.each([
    ['our own page', { 'sec-fetch-site': 'same-origin' }, 202],
    ["another site's page", { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' }, 403],
    ['a page on another port of this machine', { 'sec-fetch-site': 'same-site' }, 403],
    ['no page at all', {}, 403],
  ])('changes something from %s: %o', async (_, from, status) => {
    const bench = await httpBench(stop);
    const headers = { host, cookie: await cookieFor(bench), ...from };
    const answer = await bench.server.app.inject({ method: 'POST', url: '/api/v1/stop', headers });
    expect(answer.statusCode).toBe(status);
  });

  it('reads from anywhere: the answer is for our own page only', async () => {
    const bench = await httpBench({ version: () => ({ version: '1', node: '20' }) });
    const headers = { host, cookie: await cookieFor(bench) };
    const answer = await bench.server.app.inject({ method: 'GET', url: '/api/v1/version', headers });
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });
});

describe('the host', () => {
  it('must be one of ours, whoever asks', async () => {
    const { server, authorization } = await httpBench();
    const headers = { host: 'rebound.example', authorization };
    const answer = await server.app.inject({ method: 'GET', url: '/liveness', headers });
    expect(answer.statusCode).toBe(403);
  });
});
