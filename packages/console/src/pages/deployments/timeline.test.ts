import type { Phase } from '@seaworthy/api';
import { sampleDeployment } from '@seaworthy/api/testing';
import { expect, it } from 'vitest';
import { timelineOf } from './timeline.ts';

const startMs = Date.parse('2026-03-01T10:00:00.000Z');
const at = (ms: number) => new Date(startMs + ms).toISOString();
const phase = (startedMs: number | null, durationMs: number | null, status: Phase['status'] = 'passed'): Phase => ({
  ...{ name: 'analysis', status, durationMs, detail: '' },
  startedAt: startedMs === null ? null : at(startedMs),
});
const lying = (phases: Phase[], endedMs: number | null, nowMs = 0) => {
  const times = { startedAt: at(0), endedAt: endedMs === null ? null : at(endedMs) };
  return timelineOf({ ...sampleDeployment(), ...times, phases }, startMs + nowMs);
};

it('lays the phases out over the time that it took', () => {
  const phases = [phase(0, 2500), phase(2500, 7500), phase(null, null, 'pending'), phase(10_000, 0, 'skipped')];
  expect(lying(phases, 10_000)).toEqual([
    ...[{ start: 0, length: 0.25 }, { start: 0.25, length: 0.75 }, undefined, undefined],
  ]);
});

it('lets the one that runs go on until now', () => {
  expect(lying([phase(5000, null, 'running')], null, 20_000)).toEqual([{ start: 0.25, length: 0.75 }]);
});

it('shows what took no time, and nothing beyond the end, whatever the clocks say', () => {
  const [instant, late] = lying([phase(0, 0), phase(12_000, 9000)], 10_000);
  expect(instant?.length).toBeGreaterThan(0);
  expect((late?.start ?? 0) + (late?.length ?? 0)).toBeLessThanOrEqual(1);
});
