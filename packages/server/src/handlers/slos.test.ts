import { routes } from '@seaworthy/api';
import { Labels, MemoryStorage, staleNaN } from '@seaworthy/promql';
import { describe, expect, it } from 'vitest';
import type { SloConfig } from '../config/slo-config.ts';

import { sampleSlo } from '../watch/slo/testing.ts';
import { createSloHandlers } from './slos.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOW = Date.UTC(2030, 0, 31, 12);

/** Six hours of counts until now, a thousand requests each, unless a test says otherwise. */
function world({ errors = 0, total = 1_000, hours = 6, untilMs = NOW } = {}) {
  const store = new MemoryStorage();
  const set = (name: string, value: number, at = NOW, slo = 'availability') =>
    void store.append(Labels.from({ __name__: name, service: 'bell', slo }), at, value);
  const sinceMs = untilMs - hours * HOUR;
  set('slo:sli_total:increase1h', 0, sinceMs + 1);
  for (let at = sinceMs + 5 * MINUTE; at <= untilMs; at += 5 * MINUTE) {
    set('slo:sli_total:increase5m', total, at);
    set('slo:sli_errors:increase5m', errors, at);
  }
  return { store, set };
}

async function read(store: MemoryStorage, slos: readonly SloConfig[] = [sampleSlo()], points = 200) {
  const { slos: handler } = createSloHandlers({
    watch: { slos: () => slos, sampling: { querier: store } },
    config: { service: { service: 'bell' } },
    clock: { now: () => NOW },
  });
  const answer = await handler({ query: { points } });
  expect(routes.slos.response.parse(answer)).toEqual(answer);
  return answer.items;
}

it('tells what is promised, what was counted, for how long, and what is left in three measures', async () => {
  const { store } = world({ errors: 0.25 });
  const [slo] = await read(store, [sampleSlo({ description: 'Rings are answered' })]);
  expect(slo).toMatchObject({
    name: 'availability',
    description: 'Rings are answered',
    indicator: 'availability',
    state: 'ok',
    why: '75% of the budget is left.',
    requests: 72_000,
    errors: 18,
    observedMs: 6 * HOUR - 1,
    countedUntil: '2030-01-31T12:00:00.000Z',
    burnRates: { '1h': null, '6h': null, '3d': null },
  });
  expect(slo?.sli).toBeCloseTo(0.99975, 10);
  expect(slo?.budget.allowed.minutes).toBeCloseTo(43.2, 6);
  expect(slo?.budget.allowed.requests).toBeCloseTo(72, 6);
  expect(slo?.budget.consumed?.requests).toBeCloseTo(18, 6);
  expect(slo?.budget.remaining?.minutes).toBeCloseTo(32.4, 6);
});

describe('the state', () => {
  it('is unknown when nothing was ever counted', async () => {
    const [slo] = await read(new MemoryStorage());
    expect(slo).toMatchObject({ state: 'unknown', why: 'Nothing was counted within 30d.', sli: null, observedMs: 0 });
    expect(slo?.budget).toMatchObject({ allowed: { requests: null }, consumed: null, remaining: null });
  });

  it('is unknown before the first count, unless an alert holds already', async () => {
    const store = new MemoryStorage();
    const set = (name: string, value: number) =>
      void store.append(Labels.from({ __name__: name, service: 'bell', slo: 'availability' }), NOW, value);
    for (const name of ['slo:sli_error:ratio_rate1h', 'slo:sli_error:ratio_rate5m']) set(name, 0.01);
    set('slo:sli_total:increase1h', 5_000);
    expect((await read(store))[0]).toMatchObject({
      state: 'unknown',
      why: 'The first count is under way: it takes five minutes.',
    });
    for (const name of ['slo:sli_error:ratio_rate1h', 'slo:sli_error:ratio_rate5m']) set(name, 0.5);
    expect((await read(store))[0]).toMatchObject({ state: 'burning', sli: null, observedMs: 0 });
  });

  it('is unknown when there were counts, all of them 0', async () => {
    const [slo] = await read(world({ total: 0 }).store);
    expect(slo).toMatchObject({ state: 'unknown', why: 'Nothing happened that could be counted within 30d.' });
    expect(slo?.observedMs).toBe(6 * HOUR - 1);
  });

  it('is unknown when counting has stopped, whatever it was before', async () => {
    const [slo] = await read(world({ untilMs: NOW - 40 * MINUTE }).store);
    expect(slo).toMatchObject({ state: 'unknown', why: 'Nothing was counted for 40 minutes.' });
    expect(slo?.sli).toBe(1);
  });

  it('is exhausted when more failed than may', async () => {
    const [slo] = await read(world({ errors: 2 }).store);
    expect(slo).toMatchObject({ state: 'exhausted', why: '200% of the budget is spent: more failed than may fail.' });
    expect(slo?.budget.remaining?.ratio).toBeCloseTo(-1, 10);
  });

  it('is burning exactly while an alert holds', async () => {
    const { store, set } = world();
    const seen = async (values: Record<string, number>) => {
      for (const [name, value] of Object.entries(values)) set(name, value);
      return (await read(store))[0];
    };
    const fast = {
      'slo:sli_error:ratio_rate1h': 0.016,
      'slo:sli_error:ratio_rate5m': 0.02,
      'slo:sli_total:increase1h': 5_000,
    };
    const burning = await seen(fast);
    expect(burning).toMatchObject({
      state: 'burning',
      why: 'Over 1h the budget burns 16.0 times too fast, and over 5m still.',
      burnRates: { '1h': 16, '6h': null },
    });
    expect(await seen({ 'slo:sli_total:increase1h': 99 })).toMatchObject({ state: 'ok' });
    expect(await seen({ ...fast, 'slo:sli_error:ratio_rate5m': 0 })).toMatchObject({ state: 'ok' });
    expect(await seen({ ...fast, 'slo:sli_error:ratio_rate5m': staleNaN })).toMatchObject({ state: 'ok' });
  });
});

it('names the alerts it may raise, and how near their windows are', async () => {
  const { store, set } = world();
  const set14 = {
    'slo:sli_error:ratio_rate1h': 0.016,
    'slo:sli_error:ratio_rate5m': 0.02,
    'slo:sli_total:increase1h': 5_000,
  };
  for (const [name, value] of Object.entries(set14)) set(name, value);
  const [slo] = await read(store, [sampleSlo({ ticket: undefined })]);
  expect(slo?.alerts).toMatchObject([
    {
      ...{ urgency: 'page', name: 'SloErrorBudgetBurnsFast', severity: 'critical' },
      windows: [
        { long: '1h', short: '5m', limit: 14.4, overLong: 16, overShort: 20, isBurning: true },
        { long: '6h', short: '30m', limit: 6, overLong: null, overShort: null, isBurning: false },
      ],
    },
  ]);
  expect(slo?.expressions.budget).toBe('slo:period_error_budget_remaining:ratio{service="bell",slo="availability"}');
});

describe('the history', () => {
  it('is thinned to as many points as are wanted, the last of each stretch', async () => {
    const { store, set } = world();
    for (let at = NOW - 30 * 24 * HOUR + 1; at <= NOW; at += 5 * MINUTE) {
      set('slo:period_error_budget_remaining:ratio', (NOW - at) / HOUR, at);
    }
    const [slo] = await read(store);
    expect(slo?.history).toHaveLength(200);
    expect(slo?.history.at(-1)?.remaining).toBeLessThan(0.1);
    expect((await read(store, [sampleSlo()], 0))[0]?.history).toEqual([]);
  });

  it('shows the course of the first minutes too', async () => {
    const { store, set } = world();
    for (const minutesAgo of [8, 6, 4, 2]) {
      set('slo:period_error_budget_remaining:ratio', minutesAgo / 10, NOW - minutesAgo * MINUTE);
    }
    const [slo] = await read(store);
    expect(slo?.history.map(({ remaining }) => remaining)).toEqual([0.8, 0.6, 0.4, 0.2]);
  });
});

it('keeps objectives apart, and what is older than the window of each', async () => {
  const { store, set } = world({ hours: 9 * 24 });
  set('slo:sli_total:increase5m', 10, NOW, 'fast');
  set('slo:sli_total:increase1h', 10, NOW - 4 * MINUTE, 'fast');
  const week = 7 * 24 * HOUR;
  const items = await read(store, [sampleSlo({ windowMs: week }), sampleSlo({ name: 'fast' })]);
  expect(items.map(({ name, observedMs, requests }) => [name, observedMs, requests])).toEqual([
    ['availability', week, 2_016_000],
    ['fast', 4 * MINUTE, 10],
  ]);
});

describe('for how long it was looked', () => {
  const store = () => {
    const { store, set } = world({ hours: 0 });
    const count = (at: number) => set('slo:sli_total:increase5m', 10, at);
    const seen = async () => (await read(store))[0]?.observedMs;
    return { set, count, seen };
  };

  it('is no longer than there is data: a first count comes on the dot, soon after the start', async () => {
    const { set, count, seen } = store();
    count(NOW);
    expect(await seen()).toBe(0);
    for (const secondsAgo of [120, 90, 60, 30, 0]) set('slo:sli_total:increase1h', 10, NOW - secondsAgo * 1_000);
    expect(await seen()).toBe(2 * MINUTE);
  });

  it('reaches over a short gap from count to count, and not over hours that nobody looked', async () => {
    const { count, seen } = store();
    for (const minutesAgo of [200, 195, 190]) count(NOW - minutesAgo * MINUTE);
    expect(await seen()).toBe(10 * MINUTE);
    for (const minutesAgo of [30, 10, 5, 0]) count(NOW - minutesAgo * MINUTE);
    expect(await seen()).toBe(25 * MINUTE);
  });
});
