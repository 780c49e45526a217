import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createMetrics } from './metrics.ts';
import { RollingWindow } from './rolling-window.ts';
import { parseExposition } from './testing.ts';

function rollingAt(options: object = {}) {
  const clock = { nowMs: 0 };
  const metrics = createMetrics({ monotonicMs: () => clock.nowMs, ...options });
  const recent = metrics.rolling({ name: 'recognition_seconds', help: 'Time to recognise.', labelNames: ['stage'] });
  const scrape = async () => parseExposition(await metrics.render());
  return { clock, metrics, recent, scrape };
}

describe('a rolling average', () => {
  it('is scraped as the average and the largest of the last 300 s', async () => {
    const { clock, recent, scrape } = rollingAt();
    for (const [atMs, seconds] of [
      [0, 9],
      [100_000, 1],
      [200_000, 2],
      [299_000, 3],
    ] as const) {
      clock.nowMs = atMs;
      recent.observe({ stage: 'detect' }, seconds);
    }
    expect((await scrape()).value('recognition_seconds_average', { stage: 'detect' })).toBe(15 / 4);
    expect((await scrape()).value('recognition_seconds_max', { stage: 'detect' })).toBe(9);
    clock.nowMs = 301_000;
    expect((await scrape()).value('recognition_seconds_average', { stage: 'detect' })).toBe(2);
    expect(recent.read({ stage: 'detect' })).toEqual({ average: 2, max: 3, count: 3 });
    expect((await scrape()).types.get('recognition_seconds_average')).toBe('gauge');
  });

  it('has no sample when nothing was measured, for 0 would be a claim', async () => {
    const { clock, recent, scrape } = rollingAt();
    expect(recent.read({ stage: 'never' })).toBeUndefined();
    recent.observe({ stage: 'detect' }, 1);
    recent.observe({ stage: 'detect' }, Number.NaN);
    clock.nowMs = 700_000;
    expect((await scrape()).samples.filter(({ name }) => name.startsWith('recognition'))).toEqual([]);
    expect(recent.read({ stage: 'detect' })).toBeUndefined();
  });

  it('has so many series as any metric, and no more', async () => {
    const { recent, scrape } = rollingAt({ cardinalityLimit: 3 });
    for (let stage = 0; stage < 10; stage += 1) recent.observe({ stage: String(stage) }, 1);
    expect((await scrape()).samples.filter(({ name }) => name === 'recognition_seconds_max')).toHaveLength(3);
    expect((await scrape()).value('metrics_series_dropped_total', { metric: 'recognition_seconds' })).toBe(7);
  });

  it('agrees with a list of everything that was measured', () => {
    const measurement = fc.tuple(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: -100, max: 100 }));
    fc.assert(
      fc.property(fc.array(measurement, { maxLength: 300 }), (steps) => {
        const window = new RollingWindow(60_000);
        const all: { atMs: number; value: number }[] = [];
        let nowMs = 0;
        for (const [stepMs, value] of steps) {
          nowMs += stepMs;
          window.add(value, nowMs);
          all.push({ atMs: nowMs, value });
        }
        // The window moves in steps of a second.
        const oldestMs = (Math.floor(nowMs / 1000) - 59) * 1000;
        const values = all.filter(({ atMs }) => atMs >= oldestMs).map(({ value }) => value);
        const read = window.read(nowMs);
        expect(read?.count ?? 0).toBe(values.length);
        if (values.length === 0) return;
        expect(read?.max).toBe(Math.max(...values));
        expect(read?.average).toBeCloseTo(values.reduce((sum, value) => sum + value, 0) / values.length, 9);
      }),
    );
  });
});
