import type { Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer as createSocketServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { HealthCheck } from '../check-runner.ts';
import { createHealth } from '../health.ts';
import type { HealthReport } from '../report.ts';
import { httpCheck } from './http.ts';
import { postgresCheck } from './postgres.ts';
import { redisCheck } from './redis.ts';
import type { TestServer } from './testing.ts';
import { freePort, missing, postgresUsers, startPostgres, startRedis } from './testing.ts';

const run = async (check: HealthCheck) => check(new AbortController().signal);

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const noPostgres = missing('postgres');
describe.skipIf(noPostgres !== undefined)(`PostgreSQL ${noPostgres ?? ''}`, () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server.remove());

  const check = (user: string, more: { password?: string; timeoutMs?: number; database?: string } = {}) =>
    postgresCheck({ port: server.port, database: 'postgres', user, ...more });

  it.each(Object.entries(postgresUsers))('is asked a query as %s', async (user, password) => {
    const found = await run(check(user, { password }));
    expect(found).toEqual({
      status: 'healthy',
      message: 'answers',
      details: { queried: true, responseMs: expect.any(Number) },
    });
    expect(found.details?.['responseMs']).toBeGreaterThan(0);
  });

  it('says that it asked nothing when it has no password', async () => {
    expect(await run(check('scram'))).toMatchObject({ status: 'healthy', details: { queried: false } });
  });

  it.each([
    ['scram', { password: 'wrong' }, 'no answer: password authentication failed for user "scram" (28P01)'],
    ['trusted', { database: 'nowhere' }, 'no answer: database "nowhere" does not exist (3D000)'],
  ])('is unhealthy for %s with %o', async (user, options, message) => {
    expect(await run(check(user, options))).toMatchObject({ status: 'unhealthy', message });
  });

  it('stopped: /readiness is 503 and /liveness 200, the time is measured, and it is back by itself', async () => {
    const health = createHealth({ cacheMs: 0 });
    health.register('database', check('scram', { password: postgresUsers.scram }), { critical: true });
    const handle = health.handler();
    const url = await listen(createServer(async (request, response) => void (await handle(request, response))));
    const status = async (where: string) => (await fetch(`${url}${where}`)).status;
    const database = async () => ((await (await fetch(`${url}/health`)).json()) as HealthReport).checks['database'];
    expect([await status('/readiness'), await status('/liveness'), await status('/health')]).toEqual([200, 200, 200]);
    const [first, second] = [await database(), await database()];
    expect(first?.details['responseMs']).toBeGreaterThan(0);
    expect(second?.details['responseMs']).not.toBe(first?.details['responseMs']);
    await server.stop();
    expect([await status('/readiness'), await status('/liveness'), await status('/health')]).toEqual([503, 200, 503]);
    expect(await database()).toMatchObject({ status: 'unhealthy', message: expect.stringContaining('ECONNREFUSED') });
    await server.start();
    await expect.poll(() => status('/readiness'), { timeout: 60_000 }).toBe(200);
  });

  it('that hangs delays no answer: its last result is shown with its age, then that nothing comes', async () => {
    const health = createHealth({ cacheMs: 0, answerWithinMs: 100 });
    health.register('database', check('trusted', { timeoutMs: 1500 }), { critical: true });
    await expect.poll(async () => (await health.readiness()).ready, { timeout: 60_000 }).toBe(true);
    server.signal('SIGSTOP');
    const { checks } = await health.report();
    expect(checks['database']).toMatchObject({ status: 'healthy', ageMs: expect.any(Number) });
    const told = async () => (await health.report()).checks['database']?.message;
    await expect.poll(told, { timeout: 60_000 }).toBe('no answer: nothing within 1500 ms');
    server.signal('SIGCONT');
    await expect.poll(async () => (await health.readiness()).ready, { timeout: 60_000 }).toBe(true);
  });
});

const noRedis = missing('redis-server');
describe.skipIf(noRedis !== undefined)(`Redis ${noRedis ?? ''}`, () => {
  const password = 'se cret\r\nPING';
  let server: TestServer;
  beforeAll(async () => {
    server = await startRedis(password);
  });
  afterAll(() => server.remove());

  it('answers a PING, signed in by password or by user', async () => {
    for (const username of [undefined, 'default']) {
      const found = await run(redisCheck({ port: server.port, password, ...(username && { username }) }));
      expect(found).toEqual({ status: 'healthy', message: 'answers', details: { responseMs: expect.any(Number) } });
    }
  });

  it('is unhealthy in its own words without the password, and with a wrong one', async () => {
    expect((await run(redisCheck({ port: server.port }))).message).toContain('NOAUTH');
    expect((await run(redisCheck({ port: server.port, password: 'x' }))).message).toContain('WRONGPASS');
  });

  it('stopped is unhealthy, hanging too, and healthy once it is back', async () => {
    const check = redisCheck({ port: server.port, password, timeoutMs: 300 });
    server.signal('SIGSTOP');
    expect((await run(check)).message).toBe('no answer: nothing within 300 ms');
    server.signal('SIGCONT');
    await expect.poll(async () => (await run(check)).status, { timeout: 60_000 }).toBe('healthy');
    await server.stop();
    expect(await run(check)).toMatchObject({ status: 'unhealthy', details: { responseMs: expect.any(Number) } });
    await server.start();
    expect((await run(check)).status).toBe('healthy');
  });
});

describe('HTTP', () => {
  async function serve(status: number, delayMs = 0): Promise<string> {
    const answer = (response: ServerResponse) => response.writeHead(status).end('x');
    const server = createServer((_request, response) => void setTimeout(() => answer(response), delayMs));
    return `${await listen(server)}/health`;
  }

  it.each([
    [200, 'healthy', 'answers 200'],
    [302, 'healthy', 'answers 302'],
    [503, 'unhealthy', 'no answer: it answered 503'],
  ])('%d is %s', async (status, expected, message) => {
    expect(await run(httpCheck({ url: await serve(status) }))).toMatchObject({ status: expected, message });
  });

  it('slow is degraded, too slow unhealthy', async () => {
    const url = await serve(200, 80);
    const slow = await run(httpCheck({ url, slowMs: 20 }));
    expect(slow.status).toBe('degraded');
    expect(slow.details?.['responseMs']).toBeGreaterThanOrEqual(79);
    expect((await run(httpCheck({ url, timeoutMs: 20 }))).message).toBe('no answer: nothing within 20 ms');
  });
});

it('nobody there, somebody who hangs up, and somebody who speaks something else are unhealthy', async () => {
  const port = await freePort();
  for (const check of [
    redisCheck({ port }),
    postgresCheck({ port, user: 'x' }),
    httpCheck({ url: `http://127.0.0.1:${port}` }),
  ])
    expect(await run(check)).toMatchObject({ status: 'unhealthy', message: expect.stringContaining('ECONNREFUSED') });
  const babble = createSocketServer((socket) => socket.on('error', () => undefined).end('220 mail.example ESMTP\r\n'));
  await new Promise<void>((resolve) => babble.listen(port, '127.0.0.1', resolve));
  onTestFinished(() => void babble.close());
  for (const check of [redisCheck({ port }), postgresCheck({ port, user: 'x' })])
    expect(await run(check)).toMatchObject({ message: 'no answer: it speaks another protocol' });
});

it('a process that stood still itself knows nothing of the other side', async () => {
  const silent = createSocketServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  const found = run(redisCheck({ port, timeoutMs: 50 }));
  const untilMs = performance.now() + 1200;
  while (performance.now() < untilMs);
  expect(await found).toMatchObject({
    status: 'unknown',
    message: expect.stringContaining('this process stood still'),
  });
  silent.close();
});
