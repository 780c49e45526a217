import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { virtualClock } from '../../clock/testing.ts';
import type { HealthCheck } from '../check-runner.ts';
import { healthScore } from '../score.ts';
import type { HealthStatus } from '../status.ts';
import { atWorstDegraded } from '../status.ts';
import { cacheCheck } from './cache.ts';
import { circuitBreakerCheck } from './circuit-breaker.ts';
import { componentsCheck } from './components.ts';
import { databaseCheck } from './database.ts';
import { diskCheck } from './disk.ts';
import { filesystemCheck } from './filesystem.ts';
import { memoryCheck } from './memory.ts';
import { processCheck } from './process.ts';
import { systemResourcesCheck } from './system-resources.ts';

const signal = new AbortController().signal;
const run = async (check: HealthCheck) => check(signal);
const failing = () => {
  throw new Error('no source');
};
const memory = (percent: number) => () => ({ usedBytes: percent, totalBytes: 100 });
const disk = (percent: number) => async () => ({ usedPercent: percent, freeBytes: 1, totalBytes: 2 });
const resources = (cpu: number | undefined, memoryPercent: number, diskPercent: number) =>
  systemResourcesCheck({
    readCpuPercent: () => cpu,
    readMemory: memory(memoryPercent),
    disk: { read: disk(diskPercent) },
    clock: { ...virtualClock(), sleep: async () => undefined },
  });

const cases: readonly (readonly [string, HealthCheck, HealthStatus, string])[] = [
  ['memory 79.9 %', memoryCheck({ read: memory(79.9) }), 'healthy', 'memory at 79.9 %'],
  ['memory 80 %', memoryCheck({ read: memory(80) }), 'degraded', 'high'],
  ['memory 95 %', memoryCheck({ read: memory(95) }), 'unhealthy', 'critical'],
  ['memory unreadable', memoryCheck({ read: failing }), 'unknown', 'no source'],
  ['memory without a total', memoryCheck({ read: () => ({ usedBytes: 0, totalBytes: 0 }) }), 'unknown', 'not known'],
  ['disk 84.9 %', diskCheck({ read: disk(84.9) }), 'healthy', 'disk / at 84.9 %'],
  ['disk 85 %', diskCheck({ read: disk(85) }), 'degraded', 'high'],
  ['disk 95 %', diskCheck({ read: disk(95) }), 'unhealthy', 'critical'],
  ['disk that is not there', diskCheck({ mounts: ['/', '/no/such'] }), 'unknown', '/no/such cannot be read'],
  ['resources all low', resources(1, 1, 1), 'healthy', 'processor at 1.0 %'],
  ['resources with high processor', resources(80, 1, 1), 'degraded', 'processor at 80.0 %, high'],
  ['resources with critical processor', resources(95, 85, 1), 'unhealthy', 'processor at 95.0 %, critical'],
  ['resources with critical memory', resources(1, 96, 90), 'unhealthy', 'memory at 96.0 %, critical'],
  ['resources with a full disk', resources(1, 1, 99), 'unhealthy', 'disk / at 99.0 %, critical'],
  ['resources without processor', resources(undefined, 90, 1), 'unknown', 'processor is not known'],
  ['cache never asked', cacheCheck({ stats: () => ({ hits: 0, misses: 0 }) }), 'healthy', 'not asked yet'],
  ['cache 21 %', cacheCheck({ stats: () => ({ hits: 21, misses: 79 }) }), 'healthy', '21.0 %'],
  ['cache 20 %', cacheCheck({ stats: () => ({ hits: 20, misses: 80 }) }), 'degraded', 'low hit rate 20.0 %'],
  ['cache 10 %', cacheCheck({ stats: () => ({ hits: 10, misses: 90 }) }), 'unhealthy', 'low hit rate 10.0 %'],
  ['breakers closed', circuitBreakerCheck(() => ({ a: 'closed' })), 'healthy', 'all closed'],
  ['breaker half open', circuitBreakerCheck(() => ({ a: 'closed', b: 'half-open' })), 'degraded', 'trying again: b'],
  ['breaker open', circuitBreakerCheck(() => ({ a: 'open', b: 'half-open' })), 'unhealthy', 'open: a'],
  ['components running', componentsCheck(() => ({ a: true, b: true })), 'healthy', '2 running'],
  ['component stopped', componentsCheck(() => ({ a: true, b: false })), 'unhealthy', 'not running: b'],
  ['no components', componentsCheck(() => ({})), 'unknown', 'no components'],
  ['process small', processCheck({ rssBytes: () => 1e6, cpuSeconds: () => 0 }), 'healthy', 'within'],
  [
    'process big',
    processCheck({ rssBytes: () => 2001e6, cpuSeconds: () => 0 }),
    'degraded',
    'high memory use, 2001 MB',
  ],
  ['folder that is not there', filesystemCheck('/no/such/folder'), 'unhealthy', 'not writable'],
];

it.each(cases)('%s', async (_name, check, status, message) => {
  const found = await run(check);
  expect(found.status).toBe(status);
  expect(found.message).toContain(message);
});

describe('databaseCheck', () => {
  it('measures the real response time, and is degraded when it is slow', async () => {
    const clock = virtualClock();
    const check = databaseCheck({ ping: () => clock.sleep(5001), clock });
    const found = run(check);
    await clock.advance(6000);
    expect(await found).toEqual({ status: 'degraded', message: 'slow: 5001 ms', details: { responseMs: 5001 } });
  });

  it('is unhealthy when the ping fails', async () => {
    expect(await run(databaseCheck({ ping: () => Promise.reject(new Error('refused')) }))).toEqual({
      status: 'unhealthy',
      message: 'no answer: refused',
      details: { responseMs: expect.any(Number) },
    });
  });
});

it('the process is degraded by its processor use since the last look', async () => {
  const clock = virtualClock();
  let seconds = 0;
  const check = processCheck({ cpuSeconds: () => seconds, rssBytes: () => 1, clock });
  await clock.advance(10_000);
  seconds = 9.5;
  expect(await run(check)).toMatchObject({ status: 'degraded', details: { cpuPercent: 95 } });
  await clock.advance(10_000);
  expect(await run(check)).toMatchObject({ status: 'healthy', details: { cpuPercent: 0 } });
});

it('the first look at the processor waits until there is something to see', async () => {
  const clock = virtualClock();
  const values = [undefined, 40];
  const check = systemResourcesCheck({
    readCpuPercent: () => values.shift(),
    readMemory: memory(1),
    disk: { read: disk(1) },
    clock,
  });
  const found = run(check);
  await clock.advance(150);
  expect(await found).toMatchObject({ status: 'healthy', details: { cpu: { percent: 40 } } });
});

it('the score of the machine is told, and decides nothing', async () => {
  const found = await run(resources(50, 50, 99));
  expect([found.status, found.details?.['score']]).toEqual(['unhealthy', 0.5]);
});

it('a folder on a full file system is unhealthy, writable or not', async () => {
  const found = await run(filesystemCheck(tmpdir(), { read: disk(97) }));
  expect(found).toMatchObject({ status: 'unhealthy', details: { writable: true } });
  expect(found.message).toContain('97.0 %, critical');
});

it('what the service can do without is degraded at worst', async () => {
  const check = (status: HealthStatus) => atWorstDegraded(() => ({ status, message: 'x' }));
  const found = await Promise.all((['healthy', 'unhealthy', 'unknown'] as const).map((status) => run(check(status))));
  expect(found.map(({ status }) => status)).toEqual(['healthy', 'degraded', 'unknown']);
});

it('this machine can be looked at', async () => {
  expect((await run(systemResourcesCheck())).status).not.toBe('unknown');
});

it('a writable folder is healthy and left as it was', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'kit-health-'));
  expect((await run(filesystemCheck(folder))).status).toBe('healthy');
  expect(readdirSync(folder)).toEqual([]);
  rmSync(folder, { recursive: true });
});

it.each([
  [0, 0, 1],
  [50, 50, 0.5],
  [100, 100, 0],
  [33.333, 0, 0.833],
  [150, -5, 0.5],
])('the score of %d %% and %d %% is %d', (cpu, memoryPercent, score) => {
  expect(healthScore(cpu, memoryPercent)).toBe(score);
});
