import { describe, expect, it } from 'vitest';
import { RecordingStore } from '../../samples/testing.ts';
import { writeAttributes } from '../nouns/attributes.ts';
import type { Metric } from '../schema/metrics.ts';
import { DeltaTotals } from './delta-totals.ts';
import { writeSamples } from './write-samples.ts';

const NOW = Date.UTC(2030, 0, 1, 12);
const nanos = (ms: number) => BigInt(ms) * 1_000_000n;
const at = { startTimeUnixNano: nanos(NOW - 60_000), timeUnixNano: nanos(NOW) };

function world(totals = new DeltaTotals()) {
  const store = new RecordingStore();
  const send = async (metrics: Metric[], resource: Record<string, unknown> = {}, nowMs = NOW) => {
    const appender = store.appender();
    const attributes = writeAttributes(resource);
    const request = { resourceMetrics: [{ resource: { attributes }, scopeMetrics: [{ metrics }] }] };
    const outcome = writeSamples(request, { appender, totals, nowMs });
    await appender.commit();
    const batch = store.batches.at(-1);
    return { ...outcome, samples: Object.fromEntries(batch?.samples ?? []), timestamps: batch?.timestamps };
  };
  return { store, send, totals };
}

const counter = (value: number, ms = NOW, temporality = 2): Metric => ({
  name: 'requests',
  sum: {
    isMonotonic: true,
    aggregationTemporality: temporality,
    dataPoints: [{ timeUnixNano: nanos(ms), asInt: value }],
  },
});

describe('data points', () => {
  it('become samples of their target', async () => {
    const { send } = world();
    const resource = {
      'service.name': 'bell',
      'service.namespace': 'home',
      'service.instance.id': 'bell-1',
      'host.name': 'pi',
    };
    const attributes = writeAttributes({ 'http.route': '/press', job: 'mine' });
    const gauge = { dataPoints: [{ ...at, asDouble: 0.5, attributes }] };
    const { samples, timestamps, rejected } = await send([{ name: 'queue.usage', unit: '1', gauge }], resource);
    expect(samples).toEqual({
      'queue_usage_ratio{http_route="/press", instance="bell-1", job="home/bell"}': 0.5,
      'target_info{host_name="pi", instance="bell-1", job="home/bell"}': 1,
    });
    expect([...(timestamps?.values() ?? [])]).toEqual([NOW, NOW]);
    expect(rejected).toBe(0);
  });

  it('of a histogram become buckets that add up', async () => {
    const { send } = world();
    const point = { ...at, count: 6, sum: 9.5, bucketCounts: [1, 2, 3], explicitBounds: [0.5, 1] };
    const { samples } = await send([
      { name: 'took', unit: 's', histogram: { aggregationTemporality: 2, dataPoints: [point] } },
    ]);
    expect(samples).toEqual({
      'took_seconds_bucket{le="0.5"}': 1,
      'took_seconds_bucket{le="1"}': 3,
      'took_seconds_bucket{le="+Inf"}': 6,
      took_seconds_count: 6,
      took_seconds_sum: 9.5,
    });
  });

  it('of a histogram without a sum have none', async () => {
    const { send } = world();
    const { samples } = await send([
      { name: 'took', histogram: { aggregationTemporality: 2, dataPoints: [{ ...at, count: 2 }] } },
    ]);
    expect(samples).toEqual({ 'took_bucket{le="+Inf"}': 2, took_count: 2 });
  });

  it('of a summary become quantiles', async () => {
    const { send } = world();
    const point = { ...at, count: 3n, sum: 6, quantileValues: [{ quantile: 0.99, value: 4 }, { value: 1 }] };
    const { samples } = await send([{ name: 'took', summary: { dataPoints: [point] } }]);
    expect(samples).toEqual({ 'took{quantile="0.99"}': 4, 'took{quantile="0"}': 1, took_count: 3, took_sum: 6 });
  });

  it('that say that nothing is there any more become staleness markers', async () => {
    const { send } = world();
    const gauge = { dataPoints: [{ ...at, flags: 1 }] };
    const histogram = { aggregationTemporality: 2, dataPoints: [{ ...at, flags: 1, explicitBounds: [1] }] };
    const { samples } = await send([
      { name: 'g', gauge },
      { name: 'h', histogram },
    ]);
    expect(samples).toEqual({
      g: 'stale',
      'h_bucket{le="1"}': 'stale',
      'h_bucket{le="+Inf"}': 'stale',
      h_count: 'stale',
      h_sum: 'stale',
    });
  });

  it('without a time get the present one', async () => {
    const { send } = world();
    const { timestamps } = await send([{ name: 'g', gauge: { dataPoints: [{ asInt: 1 }] } }]);
    expect(timestamps?.get('g')).toBe(NOW);
  });
});

describe('refused, with a reason', () => {
  const exponential = { aggregationTemporality: 2, dataPoints: [{}, {}] };
  const rising = { aggregationTemporality: 1, dataPoints: [at] };
  it.each<[string, Metric, number, RegExp]>([
    [
      'exponential histograms',
      { name: 'e', exponentialHistogram: exponential },
      2,
      /e: exponential histograms are not/,
    ],
    ['deltas that may fall', { name: 'd', sum: rising }, 1, /d: delta of a sum that may fall/],
    ['no temporality', { name: 'n', sum: { dataPoints: [at] } }, 1, /n: neither cumulative nor delta/],
    ['no name', { gauge: { dataPoints: [at] } }, 1, /without a name/],
    [
      'buckets that do not fit their bounds',
      {
        name: 'h',
        histogram: { aggregationTemporality: 2, dataPoints: [{ ...at, bucketCounts: [1], explicitBounds: [1] }] },
      },
      1,
      /h: 1 buckets for 1 bounds/,
    ],
    [
      'a clock that is ahead',
      counter(1, NOW + 700_000),
      1,
      /requests_total: its time lies more than ten minutes ahead/,
    ],
  ])('%s', async (_, metric, count, reason) => {
    const { send } = world();
    const good: Metric = { name: 'good', gauge: { dataPoints: [{ ...at, asInt: 1 }] } };
    const outcome = await send([metric, good]);
    expect(outcome).toMatchObject({ rejected: count, taken: 1, samples: { good: 1 } });
    expect(outcome.reason).toMatch(reason);
  });

  it('what the store does not take', async () => {
    const { store, send } = world();
    store.outcome = (labels) => (labels.metricName === 'requests_total' ? 'limit' : 'ok');
    expect(await send([counter(1), { name: 'g', gauge: { dataPoints: [at] } }])).toMatchObject({
      rejected: 1,
      taken: 1,
      reason: 'requests_total: the store holds as many series as it may',
    });
  });
});

describe('deltas', () => {
  it('are summed up, each once', async () => {
    const { send } = world();
    expect((await send([counter(3, NOW - 20_000, 1)])).samples).toEqual({ requests_total: 3 });
    expect((await send([counter(4, NOW - 10_000, 1)])).samples).toEqual({ requests_total: 7 });
    const again = await send([counter(4, NOW - 10_000, 1)]);
    expect(again).toMatchObject({ rejected: 1, reason: 'requests_total: a delta of that time was counted already' });
    expect((await send([counter(1, NOW, 1)])).samples).toEqual({ requests_total: 8 });
  });

  it('of histograms too, and begin anew with other buckets', async () => {
    const { send } = world();
    const took = (ms: number, bounds: number[]): Metric => ({
      name: 't',
      histogram: {
        aggregationTemporality: 1,
        dataPoints: [{ timeUnixNano: nanos(ms), count: 2, sum: 3, bucketCounts: [1, 1], explicitBounds: bounds }],
      },
    });
    await send([took(NOW - 2_000, [1])]);
    expect((await send([took(NOW - 1_000, [1])])).samples).toEqual({
      't_bucket{le="1"}': 2,
      't_bucket{le="+Inf"}': 4,
      t_count: 4,
      t_sum: 6,
    });
    expect((await send([took(NOW, [2])])).samples).toMatchObject({ 't_bucket{le="2"}': 1, t_count: 2 });
  });

  it('of more series than are kept are refused, until others were silent for long', async () => {
    const { send, totals } = world(new DeltaTotals(2));
    const of = (name: string, ms = NOW): Metric => ({ ...counter(1, ms, 1), name });
    expect(await send([of('a'), of('b'), of('c')])).toMatchObject({
      taken: 2,
      rejected: 1,
      reason: 'c_total: more than 2 series are sent as deltas; send them cumulative',
    });
    const later = NOW + 3_600_000;
    expect(await send([of('c', later)], {}, later)).toMatchObject({ taken: 1, rejected: 0 });
    expect(totals.size).toBe(1);
  });
});
