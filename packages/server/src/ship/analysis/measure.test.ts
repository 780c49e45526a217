import { describe, expect, it } from 'vitest';
import { counted, emptySide } from '../traffic/testing.ts';
import type { Counters } from '../traffic/traffic.ts';
import { addStretches, measureOf, quantile, stretchBetween } from './measure.ts';

const blue = ({ bySlot }: Counters) => bySlot.blue;

function countersAt(atMs: number, requests: number, errors = 0, latencyMs = 10, epoch = 'a'): Counters {
  const side = counted(emptySide(), requests, errors, latencyMs);
  return { atMs, epoch, total: side, bySlot: { blue: side, green: emptySide() } };
}

describe('a stretch between two looks', () => {
  it('is the difference', () => {
    const stretch = stretchBetween(countersAt(1_000, 100, 1), countersAt(3_000, 300, 21), blue);
    expect(stretch && measureOf(stretch)).toMatchObject({ requests: 200, errors: 20, errorRate: 0.1, seconds: 2 });
  });

  it('counts answers that were cut, but no request twice', () => {
    const before = countersAt(0, 0);
    const side = { ...counted(emptySide(), 4, 4, 10), cut: 2 };
    expect(stretchBetween(before, { ...before, bySlot: { blue: side, green: emptySide() } }, blue)?.errors).toBe(4);
  });

  it('is unknown, not zero, when the counters began anew', () => {
    expect(stretchBetween(countersAt(0, 100), countersAt(1, 200, 0, 10, 'b'), blue)).toBeUndefined();
    expect(stretchBetween(countersAt(0, 100), countersAt(1, 50), blue)).toBeUndefined();
  });

  it('of nothing has no rate and no latency', () => {
    const stretch = stretchBetween(countersAt(0, 5), countersAt(5_000, 5), blue);
    expect(stretch && measureOf(stretch)).toEqual({
      requests: 0,
      errors: 0,
      errorRate: null,
      meanLatencyMs: null,
      p95LatencyMs: null,
      seconds: 5,
    });
  });

  it('adds up with others of its side; a gap adds nothing', () => {
    const one = stretchBetween(countersAt(0, 0), countersAt(1_000, 10), blue);
    const sum = addStretches(addStretches(one, undefined), one);
    expect(sum && measureOf(sum)).toMatchObject({ requests: 20, meanLatencyMs: 10, seconds: 2 });
  });
});

describe('a quantile of a histogram', () => {
  it.each([
    ['lies within its bucket', 0.5, [10, 20], [0, 10, 0], 15],
    ['of the first bucket counts from zero', 0.5, [10, 20], [10, 0, 0], 5],
    ['beyond the last bound is that bound', 0.95, [10, 20], [1, 0, 99], 20],
    ['passes over empty buckets', 0.95, [10, 20, 30], [50, 0, 50, 0], 29],
    ['of nothing is unknown', 0.95, [10], [0, 0], null],
  ])('%s', (_what, q, bounds, counts, expected) => {
    expect(quantile(q, bounds, counts)).toBe(expected);
  });
});
