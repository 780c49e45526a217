import { describe, expect, it } from 'vitest';
import { defaultAccessPolicy } from '../access/policy.ts';
import { openSession } from '../access/testing.ts';
import { httpBench } from './testing.ts';

const host = '127.0.0.1:7070';
const handlers = {
  resume: () => {
    throw new Error('not asked');
  },
  pushByGet: () => ({ ok: true as const }),
  push: () => ({ ok: true as const }),
};
const bench = () =>
  httpBench(handlers, {}, { policy: { ...defaultAccessPolicy, changesPerMinute: 10, signInsPerMinute: 1_000 } });

describe('changes', () => {
  it('are limited for each caller, over all their credentials; reads and telemetry are not', async () => {
    const { server, authorization, access } = await bench();
    const send = async (method: 'GET' | 'POST', url: string, as = authorization) =>
      server.app.inject({ method, url, headers: { host, authorization: as } });
    const session = `Bearer ${(await openSession(access)).access.token}`;
    const resume = '/api/v1/rollout/resume';
    for (let count = 0; count < 10; count++) expect((await send('POST', resume)).statusCode).toBe(500);
    const refused = await send('POST', resume, session);
    expect(refused.statusCode).toBe(429);
    expect(refused.json().error.code).toBe('rate_limited');
    expect(refused.headers['retry-after']).toBe('6');
    expect((await send('POST', '/api/v1/push/cron')).statusCode).toBe(200);
    expect((await send('POST', '/api/v1/silences/preview')).statusCode).toBe(400);
    expect((await send('GET', '/api/v1/session')).statusCode).toBe(200);
    const other = `Bearer ${(await openSession(access, 'ann', 'admin')).access.token}`;
    expect((await send('POST', resume, other)).statusCode).toBe(500);
  });

  it('that were refused for want of a permission are told, with who and from where', async () => {
    const { server, access, events } = await bench();
    const authorization = `Bearer ${(await openSession(access, 'ann', 'viewer')).access.token}`;
    await server.app.inject({ method: 'POST', url: '/api/v1/stop', headers: { host, authorization } });
    expect(events.at(-1)).toEqual({
      ...{ type: 'authorization', actor: 'ann', action: 'service:stop', resource: 'POST /api/v1/stop' },
      ...{ result: 'refused', reason: 'the permission is missing', sourceAddress: '127.0.0.1' },
    });
    const told = events.length;
    await server.app.inject({ method: 'POST', url: '/api/v1/stop', headers: { host } });
    expect(events).toHaveLength(told);
  });
});

describe('sign-ins by name and password', () => {
  const signIn = (app: Awaited<ReturnType<typeof bench>>['server']['app'], payload: object) =>
    app.inject({ method: 'POST', url: '/api/v1/session', headers: { host }, payload });

  it('are answered with how long to wait after too many wrong ones', async () => {
    const { server } = await bench();
    const wrong = { name: 'nobody', password: 'wrong' };
    for (let tries = 0; tries < 5; tries++) expect((await signIn(server.app, wrong)).statusCode).toBe(401);
    const refused = await signIn(server.app, wrong);
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '1']);
  });

  it('leave no password in the log', async () => {
    const { server, logLines } = await bench();
    await signIn(server.app, { name: 'ann', password: 'a quiet harbour at dusk' });
    expect(logLines.join('')).toContain('/api/v1/session');
    expect(logLines.join('')).not.toContain('harbour');
  });
});

describe('every answer', () => {
  it('carries headers that keep browsers from guessing, framing and leaking', async () => {
    const { server, authorization } = await bench();
    for (const url of ['/liveness', '/api/v1/session', '/', '/nowhere']) {
      const { headers } = await server.app.inject({ method: 'GET', url, headers: { host, authorization } });
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'SAMEORIGIN',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
      const policy = String(headers['content-security-policy']);
      for (const part of [
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
      ]) {
        expect(policy).toContain(part);
      }
      expect(policy).not.toContain('unsafe');
      expect(headers).not.toHaveProperty('x-powered-by');
      expect(headers).not.toHaveProperty('access-control-allow-origin');
    }
  });
});
