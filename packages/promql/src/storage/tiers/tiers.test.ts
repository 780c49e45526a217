import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Labels } from '../../labels/labels.ts';
import { words, wordsOf } from '../chunks/words.ts';
import { downsample } from './downsample.ts';
import { DAY_MS, DEFAULT_TIERS, FIRST_TIER_MS, planRemoval, planRewrites, SECOND_TIER_MS } from './plan.ts';

type Point = readonly [timeMs: number, value: number | 'stale'];

const counter = Labels.from({ __name__: 'requests_total' });
const gauge = Labels.from({ __name__: 'temperature' });
const HOUR = 3_600_000;

function thin(labels: Labels, points: readonly Point[], widthMs: number): Point[] {
  const values = new Float64Array(points.length);
  const view = wordsOf(values);
  for (const [index, [, value]] of points.entries()) {
    if (value === 'stale') view.set([2, 0x7ff00000], index * 2);
    else values[index] = value;
  }
  const kept: Point[] = [];
  downsample(labels, { timestamps: Float64Array.from(points, ([t]) => t), values }, widthMs, (timeMs, high, low) => {
    const out = new Float64Array(1);
    wordsOf(out).set([low, high]);
    words.of(out[0] as number);
    kept.push([timeMs, high === 0x7ff00000 && low === 2 ? 'stale' : (out[0] as number)]);
  });
  return kept;
}

function increase(points: readonly Point[]): number {
  const values = points.map(([, value]) => value).filter((value) => value !== 'stale');
  return values
    .slice(1)
    .reduce((sum, value, i) => sum + (value < (values[i] ?? 0) ? value : value - (values[i] ?? 0)), 0);
}

function latestAt(points: readonly Point[], atMs: number): number | 'stale' | undefined {
  return points.findLast(([timeMs]) => timeMs <= atMs)?.[1];
}

/** As Prometheus computes it: extrapolated to the window, when both ends are near it. */
function rate(points: readonly Point[], fromMs: number, toMs: number): number {
  const inside = points.filter(([t]) => t > fromMs && t <= toMs);
  const [first, last] = [inside[0]?.[0] ?? 0, inside.at(-1)?.[0] ?? 0];
  const spacing = (last - first) / (inside.length - 1);
  const reach = last - first + Math.min(first - fromMs, spacing) + Math.min(toMs - last, spacing);
  return (increase(inside) * (reach / (last - first))) / ((toMs - fromMs) / 1000);
}

const steps = fc.array(
  fc.record({
    stepMs: fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: 14_900, max: 15_100 }) },
      fc.integer({ min: 1, max: 900_000 }),
    ),
    add: fc.nat(50),
    event: fc.oneof({ weight: 20, arbitrary: fc.constant('') }, fc.constantFrom('reset', 'stale')),
  }),
  { minLength: 1, maxLength: 300 },
);

function counterOf(list: readonly { stepMs: number; add: number; event: string }[]): Point[] {
  let timeMs = 1_000_000;
  let total = 100;
  return list.map(({ stepMs, add, event }) => {
    timeMs += stepMs;
    total = event === 'reset' ? add : event === 'stale' ? total : total + add;
    return [timeMs, event === 'stale' ? 'stale' : total] as const;
  });
}

describe('thinning out', () => {
  it('keeps the sum of all increases, whatever resets, absences and gaps there were', () => {
    fc.assert(
      fc.property(steps, fc.constantFrom(FIRST_TIER_MS, SECOND_TIER_MS), (list, widthMs) => {
        const points = counterOf(list);
        expect(increase(thin(counter, points, widthMs))).toBe(increase(points));
      }),
      { numRuns: 300 },
    );
  });

  it('shows at the end of every bucket what was seen there before, for gauges too, twice thinned as well', () => {
    fc.assert(
      fc.property(steps, fc.constantFrom(counter, gauge), (list, labels) => {
        const points = counterOf(list);
        const minutes = thin(labels, points, FIRST_TIER_MS);
        const fives = thin(labels, minutes, SECOND_TIER_MS);
        const [firstMs, lastMs] = [points[0]?.[0] ?? 0, points.at(-1)?.[0] ?? 0];
        for (let end = Math.ceil(firstMs / 300_000) * 300_000 - 1; end <= lastMs + 300_000; end += 300_000) {
          if (end < firstMs) continue;
          expect(latestAt(minutes, end)).toEqual(latestAt(points, end));
          expect(latestAt(fives, end)).toEqual(latestAt(points, end));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('stays in ascending order', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const times = thin(counter, counterOf(list), FIRST_TIER_MS).map(([t]) => t);
        expect(times.every((t, i) => i === 0 || t > (times[i - 1] ?? 0))).toBe(true);
      }),
    );
  });

  it('leaves one sample a bucket of a series that is scraped regularly', () => {
    const noisy = Array.from({ length: 480 }, (_, i): Point => [i * 15_000 + 4_000, Math.sin(i * 1.7)]);
    expect(thin(gauge, noisy, FIRST_TIER_MS)).toHaveLength(120 + 1);
    expect(thin(gauge, noisy, SECOND_TIER_MS)).toHaveLength(24 + 1);
    expect(
      thin(gauge, noisy, SECOND_TIER_MS)
        .slice(1, 4)
        .map(([t]) => t),
    ).toEqual([299_999, 599_999, 899_999]);
  });

  it('changes the rate of a counter over an hour by less than a fiftieth, with jitter and a reset', () => {
    let total = 0;
    const points = Array.from({ length: 1440 }, (_, i): Point => {
      total = i === 700 ? 3 : total + 40 + Math.round(10 * Math.sin(i / 30));
      return [i * 15_000 + 4_000 + ((i * 7919) % 11), total];
    });
    const fives = thin(counter, thin(counter, points, FIRST_TIER_MS), SECOND_TIER_MS);
    for (let to = HOUR; to <= 6 * HOUR; to += 7 * 60_000) {
      const before = rate(points, to - HOUR, to);
      expect(Math.abs(rate(fives, to - HOUR, to) - before) / before).toBeLessThan(0.02);
    }
  });

  it('keeps the time of the last sample of a series that falls silent without a marker', () => {
    const points = Array.from({ length: 5 }, (_, i): Point => [i * 15_000, i]);
    expect(thin(gauge, points, SECOND_TIER_MS).at(-1)).toEqual([60_000, 4]);
  });
});

describe('the plan of tiers', () => {
  const block = (startH: number, endH: number, resolutionMs = 0, bytes = 10) => ({
    meta: { startMs: startH * HOUR, endMs: endH * HOUR, resolutionMs },
    bytes,
  });

  it('thins blocks out to a minute when all of them is old enough, and days to five minutes', () => {
    const blocks = [
      block(0, 24, SECOND_TIER_MS),
      block(24, 26, FIRST_TIER_MS),
      block(26, 28, 0),
      block(48, 50, FIRST_TIER_MS),
      block(70, 72, 0),
      block(72, 74, 0),
    ];
    const plan = planRewrites(blocks, 73 * HOUR, DEFAULT_TIERS);
    expect(plan.map(({ startMs, endMs, resolutionMs }) => [startMs / HOUR, endMs / HOUR, resolutionMs])).toEqual([
      [24, 28, SECOND_TIER_MS],
      [70, 72, FIRST_TIER_MS],
    ]);
    expect(planRewrites(blocks.slice(4), 72.5 * HOUR, DEFAULT_TIERS)).toEqual([]);
  });

  it('removes what is too old, then the oldest beyond the size, never the newest', () => {
    const blocks = [block(0, 24), block(24, 48), block(48, 72), block(72, 74)];
    const at = 30 * DAY_MS + 24 * HOUR;
    expect(planRemoval(blocks, at, DEFAULT_TIERS, Infinity)).toEqual([blocks[0]]);
    expect(planRemoval(blocks, 75 * HOUR, DEFAULT_TIERS, 20)).toEqual(blocks.slice(0, 2));
    expect(planRemoval(blocks, 75 * HOUR, DEFAULT_TIERS, 1)).toEqual(blocks.slice(0, 3));
  });
});
