import { gzipSync } from 'node:zlib';
import type { Labels } from '@seaworthy/promql';
import { describe, expect, it } from 'vitest';
import type { ScrapeConfig } from '../../config/metrics-config.ts';
import { staticTargets } from './targets/discovery.ts';
import type { Page } from './testing.ts';
import { pageServer, testJob, testScraper } from './testing.ts';

const INTERVAL_MS = testJob.intervalMs;

/** One target; `next` passes to its next scrape and waits for what that stores. */
async function target(page: Page | 'hang', over: Partial<ScrapeConfig> = {}, labels: Record<string, string> = {}) {
  const server = await pageServer(page);
  const job = staticTargets({ ...testJob, ...over }, [
    { targets: [server.address], labels: { instance: 'one', ...labels } },
  ]);
  const scraping = await testScraper([job]);
  const { store, untilDue } = scraping;
  const next = async () => {
    const count = store.batches.length + 1;
    await untilDue();
    return (await store.until(count)).samples;
  };
  return { ...scraping, server, next, state: () => scraping.scraper.targets()[0] };
}

const id = 'instance="one", job="api"';

describe('a scrape', () => {
  it('stores the samples with the labels of the target, and a report', async () => {
    const { next, state } = await target({ body: '# TYPE a counter\na{b="c"} 1\nd 2\n' });
    expect(Object.fromEntries(await next())).toEqual({
      'a{b="c", instance="one", job="api"}': 1,
      [`d{${id}}`]: 2,
      [`up{${id}}`]: 1,
      [`scrape_duration_seconds{${id}}`]: 0,
      [`scrape_samples_scraped{${id}}`]: 2,
      [`scrape_samples_post_metric_relabeling{${id}}`]: 2,
      [`scrape_series_added{${id}}`]: 2,
    });
    expect(state()).toMatchObject({ health: 'up', lastError: '' });
    expect(state()?.metadata.get('a')).toEqual({ type: 'counter' });
    expect((await next()).get(`scrape_series_added{${id}}`)).toBe(0);
  });

  it('comes once an interval, at equal distances, and says what it takes', async () => {
    const { next, store, server } = await target({ body: 'a 1\n' });
    await next();
    await next();
    const [first, second] = store.batches.map(({ timestamps }) => timestamps.get(`a{${id}}`) ?? 0);
    expect((second ?? 0) - (first ?? 0)).toBe(INTERVAL_MS);
    expect(server.requests[0]?.headers).toMatchObject({
      accept: expect.stringContaining('application/openmetrics-text'),
      'accept-encoding': 'gzip',
      'x-prometheus-scrape-timeout-seconds': '10',
    });
  });

  it('reads OpenMetrics and gzip', async () => {
    const headers = { 'content-type': 'application/openmetrics-text; version=1.0.0', 'content-encoding': 'gzip' };
    const { next } = await target({ headers, body: gzipSync('a_total 3 # {trace_id="x"} 1\n# EOF\n') });
    expect((await next()).get(`a_total{${id}}`)).toBe(3);
  });

  it('marks the series as stale that are no longer there', async () => {
    const { next, server } = await target({ body: 'a 1\nb 2\n' });
    await next();
    server.show({ body: 'a 1\n' });
    expect((await next()).get(`b{${id}}`)).toBe('stale');
    expect((await next()).has(`b{${id}}`)).toBe(false);
  });

  it('does not end a series that only changed the order of its labels', async () => {
    const { next, server } = await target({ body: 'a{b="1",c="2"} 1\n' });
    await next();
    server.show({ body: 'a{c="2",b="1"} 5\n' });
    expect((await next()).get('a{b="1", c="2", instance="one", job="api"}')).toBe(5);
  });

  it.each<[string, Page, string, Partial<ScrapeConfig>]>([
    ['with another status', { status: 500 }, 'the server answered with HTTP status 500', {}],
    ['that is no page of metrics', { headers: { 'content-type': 'text/html' } }, 'the page is "text/html"', {}],
    ['that is not well formed', { body: 'a 1\nb x\n' }, 'line 2: expected a number, got "x"', {}],
    ['that is too long', { body: 'a 1\n'.repeat(50) }, 'the page has more than 100 bytes', { bodySizeLimitBytes: 100 }],
    [
      'that unpacks to more than it may',
      { body: gzipSync('a 1\n'.repeat(500)), headers: { 'content-encoding': 'gzip' } },
      'the page has more than 1000 bytes',
      { bodySizeLimitBytes: 1_000 },
    ],
    ['with too many samples', { body: 'a 1\nb 1\nc 1\n' }, 'the page has more than 2 samples', { sampleLimit: 2 }],
    ['in another packing', { headers: { 'content-encoding': 'br' } }, 'the page is encoded as "br"', {}],
    [
      'that is badly packed',
      { body: 'no gzip', headers: { 'content-encoding': 'gzip' } },
      'the page is not well packed: incorrect header check',
      {},
    ],
  ])('of an answer %s has failed: nothing of it counts, and every series ends', async (_, page, reason, over) => {
    const { next, server, state } = await target({ body: 'a 1\n' }, over);
    await next();
    server.show(page);
    expect(Object.fromEntries(await next())).toMatchObject({ [`up{${id}}`]: 0, [`a{${id}}`]: 'stale' });
    expect(state()?.health).toBe('down');
    expect(state()?.lastError).toContain(reason);
    server.show({ body: 'a 1\n' });
    expect((await next()).get(`scrape_series_added{${id}}`)).toBe(1);
  });

  it('that takes too long has failed', async () => {
    const { clock, store, server, state, untilDue } = await target('hang');
    const asked = server.untilAsked();
    await untilDue();
    await asked;
    await clock.advance(testJob.timeoutMs);
    const { samples } = await store.until(1);
    expect(samples.get(`up{${id}}`)).toBe(0);
    expect(samples.get(`scrape_duration_seconds{${id}}`)).toBe(10);
    expect(state()?.lastError).toBe('no whole answer within 10000 ms');
  });

  it('that we ourselves spoiled says nothing: no up, no end of a series', async () => {
    const { next, server, ownHealth, clock, store, state, untilDue } = await target({ body: 'a 1\n' });
    await next();
    server.show('hang');
    const asked = server.untilAsked();
    await untilDue();
    await asked;
    ownHealth.note('event_loop');
    await clock.advance(testJob.timeoutMs);
    await clock.untilSleeping();
    expect(state()).toMatchObject({ health: 'unknown', lastError: 'nothing is known: our own event_loop failed' });
    expect(store.batches).toHaveLength(1);
  });
});

describe('labels', () => {
  it('of the target win, and those of the page are kept under another name', async () => {
    const { next } = await target({ body: 'a{job="own",instance="x",exported_job="y"} 1\n' });
    expect([...(await next()).keys()]).toContain(
      'a{exported_exported_job="own", exported_instance="x", exported_job="y", instance="one", job="api"}',
    );
  });

  it('of the page win when they are honoured; an empty one wants none', async () => {
    const { next } = await target({ body: 'a{job="own",zone=""} 1\n' }, { honorLabels: true }, { zone: 'eu' });
    expect([...(await next()).keys()]).toContain('a{instance="one", job="own"}');
  });

  it('and samples go through the rules for metrics', async () => {
    const rule = {
      action: 'replace',
      sourceLabels: [],
      separator: ';',
      targetLabel: '',
      regex: '(.*)',
      modulus: 0,
      replacement: '$1',
    } as const;
    const metricRelabel = [
      { ...rule, action: 'drop', sourceLabels: ['__name__'], regex: 'go_.*' },
      { ...rule, action: 'labeldrop', regex: 'pod' },
    ] as const;
    const { next, server } = await target({ body: 'go_x 1\na{pod="p"} 2\n' }, { metricRelabel });
    const samples = await next();
    expect(samples.get(`a{${id}}`)).toBe(2);
    expect(samples.get(`scrape_samples_scraped{${id}}`)).toBe(2);
    expect(samples.get(`scrape_samples_post_metric_relabeling{${id}}`)).toBe(1);
    server.show({ body: '' });
    expect([...(await next()).values()].filter((value) => value === 'stale')).toHaveLength(1);
  });
});

describe('timestamps of the page', () => {
  it('are kept, and such a series gets no staleness marker', async () => {
    const { next, server, store } = await target({ body: 'a 1 1700000000000\n' });
    await next();
    expect(store.batches[0]?.timestamps.get(`a{${id}}`)).toBe(1_700_000_000_000);
    server.show({ body: '' });
    expect((await next()).has(`a{${id}}`)).toBe(false);
  });

  it('are passed over when they are not honoured', async () => {
    const { next, store } = await target({ body: 'a 1 1700000000000\n' }, { honorTimestamps: false });
    await next();
    const [batch] = store.batches;
    expect(batch?.timestamps.get(`a{${id}}`)).toBe(batch?.timestamps.get(`up{${id}}`));
  });
});

describe('the store', () => {
  it('refusing samples is told', async () => {
    const { next, store, problems } = await target({ body: 'a 1\nb 1\n' });
    store.outcome = (labels: Labels) => (labels.metricName === 'b' ? 'limit' : 'ok');
    await next();
    expect(problems.map(({ message }) => message)).toEqual(['the store refused 1 samples: limit']);
  });

  it('failing is told, and the next scrape comes as usual', async () => {
    const { store, problems, untilDue, server, next } = await target({ body: 'a 1\n' });
    const failed = new Promise<void>((resolve) => {
      store.beforeCommit = () => {
        resolve();
        return Promise.reject(new Error('disk full'));
      };
    });
    await untilDue();
    await failed;
    store.beforeCommit = () => Promise.resolve();
    expect((await next()).get(`a{${id}}`)).toBe(1);
    expect(problems.map(({ message }) => message)).toEqual(['samples could not be stored']);
    expect(server.requests).toHaveLength(2);
  });
});
