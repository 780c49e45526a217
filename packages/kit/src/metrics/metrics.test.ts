import { createServer, get as httpGet } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { DroppedSeries } from './dropped-series.ts';
import { metricsHandler } from './handler.ts';
import type { Metrics } from './instruments.ts';
import { createMetrics } from './metrics.ts';
import { parseExposition } from './testing.ts';

async function scrape(metrics: Metrics) {
  return parseExposition(await metrics.render());
}

async function fetchFrom(metrics: Metrics, path: string, method = 'GET') {
  const handle = metricsHandler(metrics);
  const server = createServer(async (request, response) => {
    if (!(await handle(request, response))) response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return new Promise<{ status: number | undefined; type: string | undefined; body: string }>((resolve, reject) => {
    const options = { port, path, method, agent: false };
    const request = httpGet(options, async (response) => {
      const body = await readText(response);
      resolve({ status: response.statusCode, type: response.headers['content-type'], body });
    });
    request.on('error', reject);
  });
}

describe('what is recorded is what is scraped', () => {
  it('over HTTP, with type, help, common labels and escaped values', async () => {
    const metrics = createMetrics({ labels: { service: 'doorbell' } });
    const presses = metrics.counter({ name: 'presses_total', help: 'Presses of the bell.', labelNames: ['source'] });
    presses.inc({ source: 'web' });
    presses.inc({ source: 'a"b\\c\nd' }, 2.5);
    const { status, type, body } = await fetchFrom(metrics, '/metrics?x=1');
    const scraped = parseExposition(body);
    expect(status).toBe(200);
    expect(type).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(body).toContain('# HELP presses_total Presses of the bell.\n# TYPE presses_total counter\n');
    expect(scraped.value('presses_total', { source: 'web', service: 'doorbell' })).toBe(1);
    expect(scraped.value('presses_total', { source: 'a"b\\c\nd', service: 'doorbell' })).toBe(2.5);
    expect((await fetchFrom(metrics, '/other')).status).toBe(404);
    expect((await fetchFrom(metrics, '/metrics', 'POST')).status).toBe(405);
  });

  it('a gauge set to 50 twice reads 50', async () => {
    const metrics = createMetrics();
    const size = metrics.gauge({ name: 'queue_size', help: 'Size.' });
    const health = metrics.gauge({ name: 'worker_health', help: 'Health.', labelNames: ['worker'] });
    for (let times = 0; times < 2; times += 1) {
      size.set(50);
      health.set({ worker: '1' }, 50);
    }
    expect((await scrape(metrics)).value('queue_size')).toBe(50);
    expect((await scrape(metrics)).value('worker_health', { worker: '1' })).toBe(50);
    size.inc();
    size.dec(11);
    expect((await scrape(metrics)).value('queue_size')).toBe(40);
  });

  it('a gauge that was never set has no sample, and none after its series was removed', async () => {
    const metrics = createMetrics();
    const accuracy = metrics.gauge({ name: 'accuracy', help: 'Percent.' });
    const workers = metrics.gauge({ name: 'workers', help: 'Workers.', labelNames: ['id'] });
    expect(await metrics.get('accuracy')).toEqual([]);
    accuracy.set(0);
    workers.set({ id: 'a' }, 1);
    workers.set({ id: 'b' }, 1);
    workers.remove({ id: 'a' });
    expect(await metrics.get('accuracy')).toEqual([{ name: 'accuracy', labels: {}, value: 0 }]);
    expect(await metrics.get('workers')).toEqual([{ name: 'workers', labels: { id: 'b' }, value: 1 }]);
    accuracy.clear();
    expect((await scrape(metrics)).value('accuracy')).toBeUndefined();
  });

  it('a counter begins at 0, without labels and where it was told to, and never falls or turns NaN', async () => {
    const metrics = createMetrics();
    const all = metrics.counter({ name: 'all_total', help: 'All.' });
    const security = metrics.counter({ name: 'security_total', help: 'Events.', labelNames: ['type'] });
    security.inc({ type: 'login' }, 0);
    all.inc(3);
    all.inc(-1);
    all.inc(Number.NaN);
    all.inc(Number.POSITIVE_INFINITY);
    const scraped = await scrape(metrics);
    expect(scraped.value('all_total')).toBe(3);
    expect(scraped.value('security_total', { type: 'login' })).toBe(0);
  });

  it('a histogram keeps its buckets, sum and count', async () => {
    const metrics = createMetrics();
    const buckets = [0.01, 0.05, 0.1];
    const duration = metrics.histogram({ name: 'd_seconds', help: 'Duration.', labelNames: ['stage'], buckets });
    for (const seconds of [0.01, 0.02, 5]) duration.observe({ stage: 'match' }, seconds);
    duration.observe({ stage: 'match' }, Number.NaN);
    const scraped = await scrape(metrics);
    const counts = ['0.01', '0.05', '0.1', '+Inf'].map((le) =>
      scraped.value('d_seconds_bucket', { stage: 'match', le }),
    );
    expect(counts).toEqual([1, 2, 2, 3]);
    expect(scraped.value('d_seconds_count', { stage: 'match' })).toBe(3);
    expect(scraped.value('d_seconds_sum', { stage: 'match' })).toBeCloseTo(5.03);
  });

  it('a timer measures seconds, of failures too', async () => {
    let nowMs = 0;
    const metrics = createMetrics({ monotonicMs: () => nowMs });
    const timer = metrics.timer({ name: 't_seconds', help: 'Time.', labelNames: ['stage', 'result'], buckets: [1] });
    const stop = timer.start({ stage: 'a' });
    nowMs += 1500;
    expect(stop({ result: 'ok' })).toBe(1.5);
    const labels = { stage: 'b', result: 'bad' };
    expect(() =>
      timer.time(labels, () => {
        nowMs += 250;
        throw new Error('x');
      }),
    ).toThrow('x');
    await expect(
      timer.time(labels, async () => {
        nowMs += 250;
        throw new Error('y');
      }),
    ).rejects.toThrow('y');
    expect(timer.time(labels, () => 7)).toBe(7);
    const scraped = await scrape(metrics);
    expect(scraped.value('t_seconds_sum', { stage: 'a', result: 'ok' })).toBe(1.5);
    expect(scraped.value('t_seconds_sum', labels)).toBe(0.5);
    expect(scraped.value('t_seconds_count', labels)).toBe(3);
  });

  it('a gauge with collect is read at the scrape, and has no sample when that fails', async () => {
    const metrics = createMetrics();
    let size: number | undefined = 3;
    metrics.gauge({
      name: 'size',
      help: 'Size.',
      async collect(gauge) {
        if (size === undefined) throw new Error('cannot know');
        gauge.set(size);
      },
    });
    metrics.counter({ name: 'other_total', help: 'Other.' });
    expect((await scrape(metrics)).value('size')).toBe(3);
    size = undefined;
    const scraped = await scrape(metrics);
    expect(scraped.value('size')).toBeUndefined();
    expect(scraped.value('other_total')).toBe(0);
  });
});

describe('wrong use', () => {
  it.each([
    [{ name: 'bad-name', help: 'x' }],
    [{ name: 'good', help: ' ' }],
    [{ name: 'good', help: 'x', labelNames: ['bad-label'] }],
  ])('%j is refused when it is defined', (definition) => {
    expect(() => createMetrics().gauge(definition)).toThrow();
  });

  it('defining a name twice is refused, in one application and not across two', async () => {
    const [first, second] = [createMetrics(), createMetrics()];
    first.counter({ name: 'a_total', help: 'x' }).inc();
    second.counter({ name: 'a_total', help: 'x' });
    expect(() => first.counter({ name: 'a_total', help: 'x' })).toThrow('a_total');
    expect((await scrape(second)).value('a_total')).toBe(0);
  });

  it('label names are checked by the compiler', () => {
    const metrics = createMetrics();
    const counter = metrics.counter({ name: 'a_total', help: 'x', labelNames: ['source'] });
    // @ts-expect-error the label is named source
    expect(() => counter.inc({ sauce: 'web' })).not.toThrow();
    // @ts-expect-error the label is missing
    expect(() => counter.inc()).not.toThrow();
    const plain = metrics.gauge({ name: 'plain', help: 'x' });
    // @ts-expect-error it has no labels
    expect(() => plain.set({ source: 'web' }, 1)).not.toThrow();
  });
});

it('stops at the limit of series: the known ones go on, the dropped are counted, and it is told once', async () => {
  const told: DroppedSeries[] = [];
  const metrics = createMetrics({ onDrop: (dropped) => told.push(dropped) });
  const requests = metrics.counter({ name: 'requests_total', help: 'x', labelNames: ['path'] });
  const sizes = metrics.gauge({ name: 'sizes', help: 'x', labelNames: ['path'] });
  for (let index = 0; index < 1500; index += 1) requests.inc({ path: `/${index}` });
  requests.inc({ path: '/0' });
  for (let index = 0; index < 3000; index += 1) {
    sizes.set({ path: `/${index}` }, 1);
    sizes.remove({ path: `/${index}` });
  }
  const scraped = await scrape(metrics);
  expect(scraped.samples.filter((sample) => sample.name === 'requests_total')).toHaveLength(1000);
  expect(scraped.value('requests_total', { path: '/0' })).toBe(2);
  expect(scraped.value('metrics_series_dropped_total', { metric: 'requests_total' })).toBe(500);
  expect(scraped.value('metrics_series_dropped_total', { metric: 'sizes' })).toBeUndefined();
  expect(told).toEqual([{ metric: 'requests_total', labels: { path: '/1000' }, limit: 1000 }]);
});
