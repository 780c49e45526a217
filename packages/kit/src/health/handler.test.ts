import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text as readText } from 'node:stream/consumers';
import Database from 'better-sqlite3';
import { describe, expect, it, onTestFinished } from 'vitest';
import { virtualClock } from '../clock/testing.ts';
import { databaseCheck } from './checks/database.ts';
import type { Health } from './health.ts';
import { createHealth } from './health.ts';

interface Answer {
  readonly status: number | undefined;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

async function serve(health: Health): Promise<(path: string, method?: string) => Promise<Answer>> {
  const handle = health.handler();
  const server = createServer(async (request, response) => {
    if (!(await handle(request, response))) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return (where, method = 'GET') =>
    new Promise((resolve, reject) => {
      const request = httpRequest({ port, path: where, method, agent: false }, async (response) => {
        resolve({ status: response.statusCode, headers: response.headers, body: await readText(response) });
      });
      request.on('error', reject).end();
    });
}

describe('the endpoints', () => {
  it.each([
    ['/health', ['/api/health', '/health/detailed', '/health?verbose=1']],
    ['/readiness', ['/ready', '/api/ready']],
    ['/status', ['/api/deployment/status']],
  ])('%s and its aliases have identical bodies', async (canonical, aliases) => {
    const health = createHealth({ clock: virtualClock(), info: () => ({ environment: 'local' }) });
    health.register('a', () => ({ status: 'degraded', message: 'so so' }));
    const ask = await serve(health);
    const first = await ask(canonical);
    expect(first.status).toBe(200);
    expect(first.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(first.headers['cache-control']).toBe('no-store');
    for (const alias of aliases) expect((await ask(alias)).body).toBe(first.body);
  });

  it('answer in the documented shapes, and 503 when unhealthy or unknown', async () => {
    const health = createHealth({ info: () => ({ environment: 'local', lastRun: null }) });
    let status: 'unhealthy' | 'unknown' = 'unhealthy';
    health.register('db', () => ({ status, message: 'x' }), { critical: true, intervalMs: 0 });
    const ask = await serve(health);
    for (const next of ['unhealthy', 'unknown'] as const) {
      status = next;
      const report = await ask('/health');
      expect([report.status, JSON.parse(report.body).status]).toEqual([503, next]);
      const readiness = await ask('/readiness');
      expect([readiness.status, JSON.parse(readiness.body)]).toEqual([503, { ready: false, status: next }]);
      const liveness = await ask('/liveness');
      expect([liveness.status, JSON.parse(liveness.body)]).toEqual([200, { alive: true, status: 'healthy' }]);
    }
    const about = JSON.parse((await ask('/status')).body);
    expect(about).toEqual({
      status: 'unknown',
      uptimeSeconds: expect.any(Number),
      environment: 'local',
      lastRun: null,
    });
  });

  it('take HEAD, refuse other methods, and leave other paths alone', async () => {
    const ask = await serve(createHealth());
    expect(await ask('/health', 'HEAD')).toMatchObject({ status: 200, body: '' });
    expect(await ask('/health', 'POST')).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
    expect((await ask('/healthy')).status).toBe(404);
    expect((await ask('/health/')).status).toBe(404);
  });

  it('of liveness answers while every check hangs', async () => {
    const health = createHealth({ clock: virtualClock() });
    health.register('hanging', () => new Promise(() => undefined), { critical: true });
    const ask = await serve(health);
    const unanswered = ask('/readiness').catch(() => undefined);
    expect((await ask('/liveness')).status).toBe(200);
    await Promise.race([unanswered, Promise.resolve()]);
  });
});

it('with the database gone: readiness 503, liveness 200, a real response time; and back by itself', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kit-db-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const open = () => new Database(path.join(folder, 'app.db'));
  let database = open();
  onTestFinished(() => void database.close());
  database.exec('create table events (id integer primary key) strict');
  const clock = virtualClock();
  const health = createHealth({ clock });
  const ping = () => database.prepare('select count(*) from events').get();
  health.register('database', databaseCheck({ ping }), { critical: true });
  const ask = await serve(health);

  const up = await ask('/health');
  expect((await ask('/readiness')).status).toBe(200);
  expect(JSON.parse(up.body).checks.database.details.responseMs).toBeGreaterThan(0);

  database.close();
  await clock.advance(1000);
  expect(await ask('/readiness')).toMatchObject({ status: 503, body: '{"ready":false,"status":"unhealthy"}\n' });
  expect((await ask('/health')).status).toBe(503);
  expect(JSON.parse((await ask('/health')).body).checks.database.message).toContain('not open');
  expect((await ask('/liveness')).status).toBe(200);

  database = open();
  await clock.advance(1000);
  expect(await ask('/readiness')).toMatchObject({ status: 200, body: '{"ready":true,"status":"healthy"}\n' });
});
