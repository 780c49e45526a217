import type { HealthStatus } from '@seaworthy/api';
import { expect, it } from 'vitest';
import { seenTimes } from './seen-times.ts';

function said(status: HealthStatus, checks: Record<string, HealthStatus> = {}) {
  const of = (each: HealthStatus) => ({ status: each, message: '', durationMs: 1, details: {} });
  const report = {
    ...{ status, timestamp: '2030-01-01T00:00:00.000Z', services: checks },
    checks: Object.fromEntries(Object.entries(checks).map(([name, each]) => [name, of(each)])),
    summary: { total: 0, healthy: 0, degraded: 0, unhealthy: 0, unknown: 0 },
  };
  return { status, message: '', report };
}

it('keeps since when something is as it is, and begins anew with what changed', () => {
  const first = seenTimes(undefined, said('healthy', { disk: 'healthy', database: 'healthy' }), 1_000);
  const second = seenTimes(first, said('degraded', { disk: 'degraded', database: 'healthy' }), 2_000);
  const third = seenTimes(second, said('degraded', { disk: 'degraded', cache: 'healthy' }), 3_000);
  expect(third).toEqual({
    askedAtMs: 3_000,
    whole: { status: 'degraded', sinceMs: 2_000 },
    checks: { disk: { status: 'degraded', sinceMs: 2_000 }, cache: { status: 'healthy', sinceMs: 3_000 } },
  });
  expect(second.checks['database']?.sinceMs).toBe(1_000);
});
