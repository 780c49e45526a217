import { describe, expect, it } from 'vitest';
import { virtualClock } from '../clock/testing.ts';
import { createHealth } from './health.ts';
import type { CheckOutcome, HealthStatus } from './status.ts';

const outcome = (status: HealthStatus): CheckOutcome => ({ status, message: status });

/** A check whose result is set from outside, and which counts its runs. */
function settable(status: HealthStatus = 'healthy') {
  const check = { status, runs: 0 };
  const run = () => {
    check.runs += 1;
    return outcome(check.status);
  };
  return { check, run };
}

describe('the report', () => {
  it('has status, timestamp, services, checks and summary', async () => {
    const clock = virtualClock(Date.UTC(2026, 4, 1));
    const health = createHealth({ clock });
    health.register('fine', () => ({ ...outcome('healthy'), details: { answer: 42 } }));
    health.register('slow', async () => {
      await clock.sleep(30);
      return outcome('degraded');
    });
    const report = health.report();
    await clock.advance(30);
    expect(await report).toEqual({
      status: 'degraded',
      timestamp: '2026-05-01T00:00:00.030Z',
      services: { fine: 'healthy', slow: 'degraded' },
      checks: {
        fine: { status: 'healthy', message: 'healthy', durationMs: 0, details: { answer: 42 } },
        slow: { status: 'degraded', message: 'degraded', durationMs: 30, details: {} },
      },
      summary: { total: 2, healthy: 1, degraded: 1, unhealthy: 0, unknown: 0 },
    });
  });

  it.each<[HealthStatus[], HealthStatus]>([
    [[], 'healthy'],
    [['healthy', 'healthy'], 'healthy'],
    [['healthy', 'degraded'], 'degraded'],
    [['degraded', 'unknown', 'healthy'], 'unknown'],
    [['unknown', 'unhealthy', 'degraded'], 'unhealthy'],
  ])('of critical checks that are %j is %s', async (statuses, expected) => {
    const health = createHealth();
    for (const [index, status] of statuses.entries())
      health.register(`c${index}`, () => outcome(status), { critical: true });
    expect((await health.report()).status).toBe(expected);
    const ready = expected === 'healthy' || expected === 'degraded';
    expect(await health.readiness()).toEqual({ ready, status: expected });
  });

  it('with a check of which nothing is known is never healthy, and in service only when it is not critical', async () => {
    const health = createHealth();
    health.register('optional', () => outcome('unknown'));
    expect(await health.report()).toMatchObject({ status: 'degraded', services: { optional: 'unknown' } });
    expect((await health.readiness()).ready).toBe(true);
    health.register('needed', () => outcome('unknown'), { critical: true });
    expect((await health.report()).status).toBe('unknown');
    expect(await health.readiness()).toEqual({ ready: false, status: 'unknown' });
  });

  it('shows an informational check and counts it nowhere', async () => {
    const health = createHealth();
    health.register('cache', () => outcome('unhealthy'), { informational: true });
    expect(await health.report()).toMatchObject({
      status: 'healthy',
      services: { cache: 'unhealthy' },
      summary: { unhealthy: 1 },
    });
  });

  it('refuses a name twice, and forgets what was unregistered', async () => {
    const health = createHealth();
    health.register('a', () => outcome('unhealthy'));
    expect(() => health.register('a', () => outcome('healthy'))).toThrow('"a" is registered already');
    health.unregister('a');
    expect((await health.report()).summary.total).toBe(0);
  });
});

describe('a check', () => {
  it.each([
    [
      'throws',
      () => {
        throw new Error('no driver');
      },
    ],
    ['rejects', () => Promise.reject(new Error('no driver'))],
  ])('that %s is unknown, with the reason, and hurts no other', async (_how, broken) => {
    const health = createHealth();
    health.register('broken', broken, { critical: true });
    health.register('other', () => outcome('healthy'));
    const report = await health.report();
    expect(report.checks['broken']).toMatchObject({ status: 'unknown', message: 'check failed: no driver' });
    expect(report.services['other']).toBe('healthy');
  });

  it('that does not answer in time is aborted and unknown', async () => {
    const clock = virtualClock();
    const health = createHealth({ clock });
    let isAborted = false;
    health.register(
      'hanging',
      (signal) => {
        signal.addEventListener('abort', () => {
          isAborted = true;
        });
        return new Promise(() => undefined);
      },
      { timeoutMs: 500, critical: true },
    );
    const readiness = health.readiness();
    await clock.advance(499);
    expect(isAborted).toBe(false);
    await clock.advance(1);
    expect(await readiness).toEqual({ ready: false, status: 'unknown' });
    expect(isAborted).toBe(true);
    expect((await health.report()).checks['hanging']?.message).toBe('no answer within 500 ms');
  });

  it('runs once for all who ask at the same time, and again when its result is too old', async () => {
    const clock = virtualClock();
    const health = createHealth({ clock, cacheMs: 1000 });
    const { check, run } = settable();
    const rare = settable();
    health.register('a', run, { critical: true });
    health.register('rare', rare.run, { intervalMs: 60_000 });
    await Promise.all([health.report(), health.report(), health.readiness()]);
    expect(check.runs).toBe(1);
    check.status = 'unhealthy';
    await clock.advance(999);
    expect((await health.report()).status).toBe('healthy');
    await clock.advance(1);
    expect((await health.report()).status).toBe('unhealthy');
    expect([check.runs, rare.check.runs]).toEqual([2, 1]);
    await clock.advance(60_000);
    await health.report();
    expect(rare.check.runs).toBe(2);
  });

  it('changes between good and bad only when enough results in a row say so', async () => {
    const health = createHealth({ cacheMs: 0 });
    const { check, run } = settable();
    health.register('a', run, { failureThreshold: 3, successThreshold: 2 });
    const seen: HealthStatus[] = [];
    const script: HealthStatus[] = [
      'healthy',
      'unhealthy',
      'unhealthy',
      'healthy',
      'unhealthy',
      'unknown',
      'unhealthy',
      'unhealthy',
      'degraded',
      'unhealthy',
      'healthy',
      'healthy',
    ];
    for (const status of script) {
      check.status = status;
      seen.push((await health.report()).services['a'] ?? 'unknown');
    }
    expect(seen).toEqual([
      'healthy',
      'healthy',
      'healthy',
      'healthy',
      'healthy',
      'healthy',
      'unhealthy',
      'unhealthy',
      'unhealthy',
      'unhealthy',
      'unhealthy',
      'healthy',
    ]);
  });

  it('that is bad from the start is bad at once', async () => {
    const health = createHealth();
    health.register('a', () => outcome('unhealthy'), { failureThreshold: 3, critical: true });
    expect((await health.readiness()).ready).toBe(false);
  });
});

describe('a slow dependency', () => {
  it('delays no answer: there is its last result, with its age, until the new one comes', async () => {
    const clock = virtualClock();
    const health = createHealth({ clock, answerWithinMs: 200 });
    let takesMs = 10;
    let status: HealthStatus = 'healthy';
    const slow = () => clock.sleep(takesMs).then(() => outcome(status));
    health.register('slow', slow, { critical: true });
    const first = health.report();
    await clock.advance(10);
    expect((await first).checks['slow']).not.toHaveProperty('ageMs');
    await clock.advance(5000);
    [takesMs, status] = [3000, 'unhealthy'];
    const asked = health.report();
    await clock.advance(200);
    expect((await asked).checks['slow']).toMatchObject({ status: 'healthy', durationMs: 10, ageMs: 5200 });
    await clock.advance(2800);
    expect((await health.report()).checks['slow']).toMatchObject({ status: 'unhealthy', durationMs: 3000 });
  });

  it('of which nothing is known yet is unknown, and not ready when it is critical', async () => {
    const clock = virtualClock();
    const health = createHealth({ clock, answerWithinMs: 200 });
    health.register('slow', () => clock.sleep(3000).then(() => outcome('healthy')), { critical: true });
    const asked = health.readiness();
    await clock.advance(200);
    expect(await asked).toEqual({ ready: false, status: 'unknown' });
    await clock.advance(2800);
    expect(await health.readiness()).toEqual({ ready: true, status: 'healthy' });
  });
});

describe('the regular look', () => {
  it.each([
    ['local', 60_000],
    ['production', 60_000],
    ['staging', 300_000],
  ])('in %s is every %d ms, asked for or not, and tells of changes', async (environment, everyMs) => {
    const clock = virtualClock();
    const changes: unknown[] = [];
    const health = createHealth({ clock, environment, onChange: ({ from, to }) => changes.push([from, to]) });
    const { check, run } = settable();
    health.register('a', run);
    await health.start();
    expect(check.runs).toBe(1);
    check.status = 'unhealthy';
    await clock.advance(everyMs - 1);
    expect(check.runs).toBe(1);
    await clock.advance(1);
    expect(changes).toEqual([
      [undefined, 'healthy'],
      ['healthy', 'unhealthy'],
    ]);
    health.stop();
    await clock.advance(10 * everyMs);
    expect(check.runs).toBe(2);
  });
});

it('is not ready once it shuts down, also while a readiness is being found out, and stays alive', async () => {
  const clock = virtualClock();
  const health = createHealth({ clock });
  health.register('slow', () => clock.sleep(10).then(() => outcome('healthy')), { critical: true });
  const asked = health.readiness();
  health.setShuttingDown();
  await clock.advance(10);
  expect((await asked).ready).toBe(false);
  expect((await health.readiness()).ready).toBe(false);
  expect(health.liveness()).toEqual({ alive: true, status: 'healthy' });
});
