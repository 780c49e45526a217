import { sampleTraffic } from '@seaworthy/api/testing';
import { expect, it } from 'vitest';
import { centred, courseOfAnswer, courseOfTraffic, questionOf, seenWithin, spanOf, stepOf } from './course.ts';

const startMs = Date.parse('2026-03-01T10:00:00.000Z');
const at = (ms: number) => new Date(startMs + ms).toISOString();
const slot = { slot: 'blue' as const, requestsPerSecond: 50, errorsPerSecond: 5, p95LatencyMs: 20, inFlight: 1 };
const answer = (result: unknown) => ({ data: { resultType: 'matrix', result }, warnings: [], infos: [] });

it('reads the course of each slot from the stream; the share of errors of nothing is unknown', () => {
  const idle = { ...slot, slot: 'green' as const, requestsPerSecond: 0, errorsPerSecond: 0, p95LatencyMs: null };
  const samples = [sampleTraffic({ time: at(0), slots: [slot, idle] }), sampleTraffic({ time: at(1000), slots: [] })];
  expect(courseOfTraffic('errors', samples)).toEqual({
    times: [startMs / 1000, startMs / 1000 + 1],
    bySlot: { blue: [0.1, null], green: [null, null] },
  });
});

it('reads it from the sample store, whose series need not have the same times', () => {
  const result = [
    {
      metric: { slot: 'green' },
      values: [
        [20, '1'],
        [30, 'NaN'],
      ],
    },
    { metric: { slot: 'blue' }, values: [[10, '0.5']] },
  ];
  expect(courseOfAnswer(answer(result))).toEqual({
    times: [10, 20, 30],
    bySlot: { blue: [0.5, null, null], green: [null, 1, null] },
  });
  expect(courseOfAnswer(answer([]))).toEqual({ times: [], bySlot: { blue: [], green: [] } });
});

it('puts each number in the middle of the time that it is of', () => {
  const bySlot = { blue: [1], green: [null] };
  expect(centred({ times: [100], bySlot }, 45)).toEqual({ times: [77.5], bySlot });
});

it('counts answers that broke off among the errors', () => {
  expect(questionOf('errors', 60)).toContain('seaworthy_proxy_slot_cut_total[60s]');
});

it('shows a little before and after, and nothing of the future', () => {
  expect(spanOf(at(0), at(60_000), startMs + 70_000)).toEqual({ startMs: startMs - 45_000, endMs: startMs + 70_000 });
  expect(spanOf(at(0), null, startMs + 5000).endMs).toBe(startMs + 5000);
  expect([stepOf({ startMs: 0, endMs: 60_000 }), stepOf({ startMs: 0, endMs: 3_600_000 })]).toEqual([5, 30]);
});

it('takes the stream only for what it saw from the beginning', () => {
  const samples = [0, 1000, 2000].map((ms) => sampleTraffic({ time: at(ms) }));
  const span = { startMs: startMs - 45_000, endMs: startMs + 1500 };
  expect(seenWithin(samples, at(500), span)).toHaveLength(2);
  expect(seenWithin(samples, at(-1), span)).toBeUndefined();
  expect(seenWithin([], at(0), span)).toBeUndefined();
});
