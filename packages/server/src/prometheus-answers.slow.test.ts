import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Labels } from '@seaworthy/promql';
import { Agent, fetch } from 'undici';
import { describe, expect, it, onTestFinished } from 'vitest';
import { facesBench, startPrometheus } from './faces-testing.ts';
import { systemClock } from './platform/clock.ts';
import { RemoteWrite } from './watch/remote-write/remote-write.ts';

const now = Math.floor(Date.now() / 15_000) * 15_000;
const time = String(now / 1_000);
const window = { start: String(now / 1_000 - 300), end: time, step: '30' };
const patience = { timeout: 90_000, interval: 200 };

type Asked = readonly [path: string, parameters: readonly (readonly [string, string])[]];
const get = (path: string, parameters: Readonly<Record<string, string>> = {}): Asked => [
  path,
  Object.entries(parameters),
];
const instant = (query: string) => get('/query', { query, time });
const range = (query: string, over: object = {}) => get('/query_range', { ...window, query, ...over });

/** Answered alike to the last character of every value, where both have the same samples. */
const alike: readonly Asked[] = [
  instant('requests_total'),
  instant('requests_total{path=~"/a.*"}[55s]'),
  instant('sum by (path) (requests_total)'),
  instant('requests_total > 1e9'),
  instant('1e-7 * vector(3)'),
  instant('vector(1) / 0'),
  instant('scalar(nothing)'),
  instant('"text"'),
  instant('-0'),
  instant('1e30'),
  instant('1e-30'),
  instant('vector(1e30)'),
  instant('vector(1e20)'),
  instant('vector(-1e-30)'),
  instant('requests_total{path="gone"}'),
  get('/query', { query: 'requests_total', time: new Date(now - 60_000).toISOString() }),
  get('/query', { query: 'up{' }),
  get('/query', { query: 'foo(up)' }),
  get('/query', { query: 'up', time: 'yesterday' }),
  get('/query', { query: 'up', timeout: 'soon' }),
  get('/query'),
  range('requests_total'),
  range('sum(requests_total) / 7'),
  range('sum(requests_total) / 7', { step: '37s' }),
  range('nothing'),
  range('5'),
  range('requests_total{path="gone"}'),
  range('requests_total', { step: '0' }),
  range('requests_total', { step: '10ms' }),
  range('requests_total', { end: '5' }),
  range('requests_total', { start: '' }),
  get('/series', { 'match[]': 'requests_total', ...window }),
  [
    '/series',
    [
      ['match[]', 'requests_total{path="/a"}'],
      ['match[]', 'requests_total{path=~"/a|gone"}'],
    ],
  ],
  get('/series', { 'match[]': 'nothing' }),
  get('/series', { 'match[]': '{}' }),
  get('/series', { 'match[]': 'up[5m]' }),
  get('/series'),
  get('/labels', { 'match[]': 'requests_total' }),
  get('/labels', { 'match[]': 'nothing' }),
  get('/label/path/values', { 'match[]': 'requests_total' }),
  get('/label/path/values', { start: '0', end: '1' }),
  get('/label/nothing/values'),
  get('/metadata', { metric: 'page_bytes' }),
  get('/metadata', { metric: 'nothing' }),
  get('/metadata', { limit: 'x' }),
  get('/targets/metadata', { metric: 'page_hits_total' }),
  get('/rules', { type: 'both' }),
  get('/format_query', { query: 'sum(rate(a[5m]))by(b)' }),
  get('/format_query', { query: 'sum(' }),
  get('/query_exemplars', { query: 'up', start: '0', end: '1' }),
  get('/alertmanagers'),
];

/** Answered with the same keys and kinds of values; what they say differs with time and place. */
const alikeInShape: readonly Asked[] = [
  get('/rules'),
  get('/rules', { type: 'alert' }),
  get('/rules', { type: 'record' }),
  get('/alerts'),
  get('/targets', { state: 'active' }),
  get('/targets', { state: 'dropped' }),
  get('/status/buildinfo'),
  get('/status/config'),
  get('/query', { query: 'page_hits_total' }),
];

/** What Prometheus 3 has and 2.42 has not. */
const newer = new Set(['droppedTargetCounts']);

const rules = `
groups:
- name: a
  interval: 1s
  rules:
  - {alert: Wrong, expr: page_bytes / on() group_left() page_bytes}
  - {record: pages, expr: page_bytes * 2, labels: {x: "y"}}
  - {alert: Big, expr: pages > 1, for: 1h, labels: {severity: page}, annotations: {summary: '{{ $value }}'}}
`;
const page = `# HELP page_bytes Its size.
# TYPE page_bytes gauge
page_bytes{part="head"} 12.5
page_bytes{part="body"} 1e9
# HELP page_hits_total Who came.
# TYPE page_hits_total counter
page_hits_total 7
`;
const alerting = 'route: {receiver: none}\nreceivers: [{name: none}]\n';

type Ask = (asked: Asked) => Promise<{ status: number; type: string | null; body: unknown }>;

describe('beside a real Prometheus', () => {
  it('every answer is the same, key by key', async () => {
    const { ours, theirs } = await both();
    for (const asked of alike) {
      expect.soft({ asked, ...(await ours(asked)) }).toEqual({ asked, ...(await theirs(asked)) });
    }
    await expect.poll(async () => shapeOf(await theirs(get('/alerts'))), patience).toContain('activeAt');
    await expect.poll(async () => shapeOf(await ours(get('/alerts'))), patience).toContain('activeAt');
    for (const asked of alikeInShape) {
      expect.soft([asked, shapeOf(await ours(asked))]).toEqual([asked, shapeOf(await theirs(asked))]);
    }
  });
});

async function both(): Promise<{ ours: Ask; theirs: Ask }> {
  const address = await servePage();
  const bench = await facesBench({ alerting, rules, targets: [address] });
  const job = `{job_name: page, scrape_interval: 1s, static_configs: [{targets: ['${address}']}]}`;
  const peer = await startPrometheus(`rule_files: [rules.yml]\nscrape_configs: [${job}]\n`, rules);
  await store(peer, bench.watch.sampling.appender());
  const headers = { authorization: `Bearer ${bench.token}` };
  const [ours, theirs] = [asker(`${bench.url}/prometheus`, headers), asker(peer, {})];
  const hits = get('/query', { query: 'page_hits_total and on() up' });
  for (const ask of [ours, theirs])
    await expect.poll(async () => shapeOf(await ask(hits)), patience).toContain('value');
  return { ours, theirs };
}

/** The same samples for both: in the store of one, and by remote write to the other. */
async function store(
  peer: string,
  appender: ReturnType<Awaited<ReturnType<typeof facesBench>>['watch']['sampling']['appender']>,
) {
  const dispatcher = new Agent();
  const config = { url: `${peer}/api/v1/write`, headers: {}, bearerToken: undefined, relabel: [], timeoutMs: 5_000 };
  const told: string[] = [];
  const report = (message: string) => void told.push(message);
  const queue = { queueSamples: 10_000, batchSamples: 500, batchWaitMs: 100 };
  const remote = new RemoteWrite({ ...config, ...queue }, { clock: systemClock, dispatcher, report });
  const running = remote.run();
  for (const [index, path] of ['/a', '/b "é" <&>\n', '/c'].entries()) {
    const labels = Labels.from({ __name__: 'requests_total', job: 'api', path });
    for (let at = now - 600_000; at <= now; at += 15_000) {
      const value = ((at - now + 600_000) / 15_000) * (index + 1) * 1.1;
      appender.append(labels, at, value);
      remote.add({ labels, timestampMs: at, value });
    }
  }
  await appender.commit();
  await remote.stop();
  await running;
  await dispatcher.close();
  expect(told).toEqual([]);
}

function asker(base: string, headers: Record<string, string>): Ask {
  return async ([path, parameters]) => {
    const answer = await fetch(
      `${base}/api/v1${path}?${new URLSearchParams(parameters.map(([name, value]): [string, string] => [name, value]))}`,
      {
        headers,
      },
    );
    const type = answer.headers.get('content-type')?.split(';')[0] ?? null;
    return { status: answer.status, type, body: await answer.json() };
  };
}

async function servePage(): Promise<string> {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4').end(page);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Keys and kinds of values: of lists, what their elements have together; labels by their names. */
function shapeOf(value: unknown): string {
  return JSON.stringify(shape(value));
}

function shape(value: unknown): unknown {
  if (Array.isArray(value)) return [...new Set(value.map(shapeOf))].sort();
  if (typeof value !== 'object' || value === null) return typeof value;
  const entries = Object.entries(value).filter(([key]) => !newer.has(key));
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, shape(each)]));
}
