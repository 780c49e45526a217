import { sampleChecks, sampleSeen } from '@seaworthy/api/testing';
import { expect, it } from 'vitest';
import { cellOf, matrixOf, wholeOf } from './check-matrix.ts';
import { countsText } from './health-order.ts';

const well = sampleSeen('green', {
  id: 'i-1',
  report: sampleChecks({ memory: ['healthy', '31 % used'], disk: ['healthy', '12 % used'] }),
});
const full = sampleSeen('green', {
  ...{ id: 'i-2', health: 'degraded', healthMessage: 'disk: 91 % used' },
  report: sampleChecks({ memory: ['healthy', '30 % used'], disk: ['degraded', '91 % used'], cache: ['unknown', ''] }),
  checksSince: { disk: '2026-03-01T09:00:00.000Z' },
});
const silent = sampleSeen('green', {
  ...{ id: 'i-3', health: 'unhealthy', healthMessage: 'no answer within 2000 ms', answered: false, report: null },
});

it('has the worst first: instances, and checks', () => {
  const { instances, rows } = matrixOf([well, silent, full]);
  expect(instances.map(({ id }) => id)).toEqual(['i-3', 'i-2', 'i-1']);
  expect(rows.map(({ check }) => check)).toEqual(['disk', 'cache', 'memory']);
  expect(rows[0]?.cells.map((cell) => cell?.status)).toEqual(['unknown', 'degraded', 'healthy']);
});

it('takes no answer for what the control plane takes it, says what was tried, and knows nothing of the checks', () => {
  expect(wholeOf(silent)).toMatchObject({ status: 'unhealthy', message: 'no answer within 2000 ms' });
  expect(cellOf(silent, 'disk')).toMatchObject({ status: 'unknown', message: 'it does not answer' });
});

it('does not blame an instance that the control plane was too slow to ask', () => {
  const message = 'not measured: we were too slow';
  expect(wholeOf({ ...silent, health: 'unknown', healthMessage: message })).toMatchObject({
    status: 'unknown',
    message,
  });
});

it('knows that a process that crashes again and again is down', () => {
  const crashed = { ...silent, state: 'crash_loop' as const, healthMessage: 'the process is crash_loop' };
  expect(wholeOf(crashed)).toMatchObject({ status: 'unhealthy', since: null });
  expect(cellOf(crashed, 'disk')).toBeNull();
});

it('tells a check that an instance does not have from one that is unknown', () => {
  expect(cellOf(well, 'cache')).toBeNull();
  expect(cellOf(full, 'disk')).toMatchObject({ status: 'degraded', since: '2026-03-01T09:00:00.000Z', durationMs: 7 });
  expect(cellOf(full, 'cache')).toMatchObject({ status: 'unknown' });
});

it('counts in words, the worst first', () => {
  expect(countsText(['healthy', 'unknown', 'healthy', 'unhealthy'])).toBe('1 unhealthy, 1 unknown, 2 healthy');
  expect(countsText([])).toBe('');
});
