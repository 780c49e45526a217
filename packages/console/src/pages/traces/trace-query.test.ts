import { sampleTraceSummary } from '@seaworthy/api/testing';
import { expect, it } from 'vitest';
import { scatterOf } from './scatter-scale.ts';
import { faultsOf, parseMs, timesOf, traceQueryOf } from './trace-query.ts';

it('reads how long a trace has to take', () => {
  expect(['100ms', '1.5s', '2m', '250', '10us', 'long', '-1'].map(parseMs)).toEqual([
    ...[100, 1500, 120_000, 250, 0.01],
    ...[undefined, undefined],
  ]);
});

it('asks for what can be read, and says of the rest what is wrong', () => {
  const search = { service: 'doorbell', least: '1.5s', errors: 'yes', attribute: 'http.route=/press' };
  expect(traceQueryOf(search)).toEqual({
    ...{ service: 'doorbell', minDurationMs: 1500, errors: 'true', attribute: 'http.route=/press' },
  });
  expect(traceQueryOf({ least: 'long', attribute: 'route' })).toEqual({});
  expect(Object.keys(faultsOf({ least: 'long', attribute: 'route' }))).toEqual(['least', 'attribute']);
  expect(faultsOf(search)).toEqual({});
});

it('asks the same until a step has passed, when the range moves on', () => {
  const at = (text: string) => timesOf({ lastMs: 900_000 }, Date.parse(text));
  expect(at('2026-03-01T10:00:01Z')).toEqual({ from: '2026-03-01T09:45:00.000Z' });
  expect(at('2026-03-01T10:00:14Z')).toEqual(at('2026-03-01T10:00:01Z'));
  expect(at('2026-03-01T10:00:16Z')).not.toEqual(at('2026-03-01T10:00:01Z'));
});

it('plots durations by their orders of magnitude when they differ much', () => {
  const of = (durationMs: number) => sampleTraceSummary({ durationMs, startTime: '2026-03-01T10:00:30.000Z' });
  const startMs = Date.parse('2026-03-01T10:00:00Z');
  const { points, levels } = scatterOf([of(1), of(10_000)], startMs, startMs + 60_000);
  expect(levels.map(({ ms }) => ms)).toEqual([1, 10, 100, 1000, 10_000]);
  expect(points.map(({ x }) => x)).toEqual([0.5, 0.5]);
  expect((points[0]?.y ?? 0) - (points[1]?.y ?? 0)).toBeGreaterThan(0.9);
  expect(scatterOf([of(100), of(120)], startMs, startMs + 60_000).levels.map(({ ms }) => ms)).toEqual([50, 100]);
  expect(scatterOf([], startMs, startMs + 60_000)).toEqual({ points: [], levels: [] });
});
