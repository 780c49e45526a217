import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../platform/clock.ts';
import { virtualClock } from '../platform/testing.ts';
import type { Instance } from '../ship/runtime/supervisor.ts';
import { judgeHealth, startInstanceHealth } from './instance-health.ts';

const report = (status: string, message: string) => ({
  status,
  timestamp: '2030-01-01T00:00:00.000Z',
  services: { database: status },
  checks: { database: { status, message, durationMs: 1, details: {} } },
  summary: { total: 1, healthy: 0, degraded: 0, unhealthy: 0, unknown: 0 },
});

describe('an answer', () => {
  it.each([
    [200, 'OK', 'healthy', 'HTTP 200'],
    [200, '{"status":"degraded"}', 'degraded', 'HTTP 200'],
    [200, '{"status":"green"}', 'healthy', 'HTTP 200'],
    [200, JSON.stringify(report('degraded', 'slow')), 'degraded', 'database: slow'],
    [503, JSON.stringify(report('unhealthy', 'no connection')), 'unhealthy', 'database: no connection'],
    [503, '{"status":"unknown"}', 'unknown', 'HTTP 503'],
    [503, '{"status":"healthy"}', 'unhealthy', 'HTTP 503'],
    [404, '', 'unhealthy', 'HTTP 404'],
  ])('of %i %s is %s', (code, body, status, message) => {
    expect(judgeHealth(code, body)).toMatchObject({ status, message });
  });
});

describe('the health of instances', () => {
  const instanceAt = (port: number, over: Partial<Instance> = {}) =>
    ({ id: 'i1', host: '127.0.0.1', port, pid: 1, state: 'running', ...over }) as Instance;

  async function serve(answer: (path: string | undefined) => [number, string] | undefined): Promise<number> {
    const server = createServer((request, response) => {
      const given = answer(request.url);
      if (given !== undefined) response.writeHead(given[0]).end(given[1]);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => {
      server.closeAllConnections();
      server.close();
    });
    return (server.address() as AddressInfo).port;
  }

  async function afterRound(instances: Instance[], timeoutMs = 1_000) {
    const health = { path: '/health', intervalMs: 5_000, timeoutMs };
    let rounds = 0;
    const onRound = () => {
      rounds += 1;
    };
    const watch = startInstanceHealth({ instances: () => instances, health, clock: virtualClock(), onRound });
    onTestFinished(() => watch.stop());
    await expect.poll(() => rounds).toBe(1);
    return watch;
  }

  it('is what they answer at the health path', async () => {
    const port = await serve((path) => (path === '/health' ? [200, '{"status":"degraded"}'] : [500, '']));
    const instance = instanceAt(port);
    expect((await afterRound([instance])).of(instance)).toMatchObject({ status: 'degraded' });
  });

  it('is unhealthy without an answer: refused, or not in time', async () => {
    const silent = instanceAt(await serve(() => undefined), { id: 'silent' });
    const closed = instanceAt(1, { id: 'closed' });
    const watch = await afterRound([silent, closed], 50);
    expect(watch.of(silent)).toMatchObject({ status: 'unhealthy', message: 'no answer within 50 ms' });
    expect(watch.of(closed)).toMatchObject({ status: 'unhealthy', message: 'no answer: ECONNREFUSED' });
  });

  it('is unknown for a process that was not asked yet, also when it takes the place of another', async () => {
    const instance = instanceAt(await serve(() => [200, '']));
    const watch = await afterRound([instance]);
    expect(watch.of(instance).status).toBe('healthy');
    expect(watch.of({ ...instance, pid: 2 })).toMatchObject({ status: 'unknown', message: 'not measured yet' });
  });

  it('is unknown when it was we who stood still', async () => {
    const instance = instanceAt(await serve(() => undefined));
    const clock = { ...systemClock, monotonicMs: leaps(10_000), every: () => () => undefined };
    let isDone = false;
    const onRound = () => {
      isDone = true;
    };
    const health = { path: '/health', intervalMs: 5_000, timeoutMs: 20 };
    const watch = startInstanceHealth({ instances: () => [instance], health, clock, onRound });
    await expect.poll(() => isDone).toBe(true);
    expect(watch.of(instance)).toMatchObject({ status: 'unknown', message: 'not measured: we were too slow' });
  });
});

function leaps(ms: number): () => number {
  let now = 0;
  return () => {
    now += ms;
    return now;
  };
}
