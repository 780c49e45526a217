import type { IncomingHttpHeaders } from 'node:http';
import { gunzipSync } from 'node:zlib';
import { createMetrics } from '@seaworthy/kit/metrics';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { OtlpForwardConfig } from '../../../config/forward-config.ts';
import { virtualClock } from '../../../platform/testing.ts';
import type { LogRecord } from '../../logs/log-record.ts';
import { RecordingStore, testServer } from '../../samples/testing.ts';
import type { Span } from '../../traces/span.ts';
import { decode, encode } from '../encoding.ts';
import { createOtlpReceiver } from '../receiver.ts';
import { TracesResponse } from '../schema/answers.ts';
import type { ResourceMetrics } from '../schema/metrics.ts';
import { MetricsRequest } from '../schema/metrics.ts';
import { exampleMetrics } from '../testing.ts';
import { createForwarder } from './forwarder.ts';

const span = (name: string, over: Partial<Span> = {}): Span => ({
  traceId: '5b8efff798038103d269b633813fc60c',
  spanId: 'eee19b7ec3c1b174',
  parentSpanId: 'eee19b7ec3c1b173',
  name,
  kind: 'client',
  service: 'bell',
  instance: 'bell-1',
  startUnixNano: 1544712660000000001n,
  endUnixNano: 1544712661000000002n,
  status: 'error',
  statusMessage: 'no',
  attributes: { a: 'x', n: 5, f: 0.5, list: [1, 'b', null], map: { deep: true } },
  resource: { 'host.name': 'pi' },
  scope: 'lib',
  events: [{ name: 'e', timeUnixNano: 7n, attributes: { k: 'v' } }],
  links: [{ traceId: '5b8efff798038103d269b633813fc60d', spanId: 'eee19b7ec3c1b175', attributes: {} }],
  traceState: 'v=1',
  ...over,
});

const record = (message: string, over: Partial<LogRecord> = {}): LogRecord => ({
  timeMs: 1544712660300,
  service: 'bell',
  instance: 'bell-1',
  level: 'warn',
  message,
  fields: { stage: 'ring', tries: 2 },
  ...over,
});

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}
interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: Buffer | string;
}

/** A collector that keeps every request's bytes, and answers what it is told to, then 200. */
async function collector(answers: Answer[] = []) {
  const received: Received[] = [];
  const address = await testServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const packed = Buffer.concat(chunks);
    const body = request.headers['content-encoding'] === 'gzip' ? gunzipSync(packed) : packed;
    received.push({ path: request.url ?? '', headers: request.headers, body });
    const { status = 200, headers = {}, body: said = '' } = answers.shift() ?? {};
    response.writeHead(status, headers).end(said);
  });
  return { endpoint: `http://${address}`, received };
}

function forwarding(endpoint: string, over: Partial<OtlpForwardConfig> = {}) {
  const clock = virtualClock();
  const metrics = createMetrics();
  const told: string[] = [];
  const config: OtlpForwardConfig = {
    endpoint,
    headers: {},
    signals: ['traces', 'logs', 'metrics'],
    encoding: 'protobuf',
    compression: 'gzip',
    timeoutMs: 10_000,
    queueItems: 100,
    queueBytes: 1_000_000,
    batchItems: 2,
    batchWaitMs: 2_000,
    ...over,
  };
  const forwarder = createForwarder({
    ...{ clock, metrics },
    config: { otlp: [config] },
    random: () => 0,
    report: (message) => void told.push(message.replace(/127\.0\.0\.1:\d+/, 'HOST')),
  });
  const running = forwarder.run();
  onTestFinished(async () => {
    await forwarder.stop();
    await running;
  });
  const values = async (name: string, signal = 'traces') =>
    Object.fromEntries(
      (await metrics.get(name))
        .filter(({ labels }) => labels['signal'] === signal)
        .map(({ labels, value }) => [labels['reason'] ?? 'all', value]),
    );
  return { forwarder, clock, told, values };
}

const until = async (isSo: () => boolean | Promise<boolean>) => {
  while (!(await isSo())) await new Promise((resolve) => setImmediate(resolve));
};

describe.each(['protobuf', 'json'] as const)('in %s', (encoding) => {
  it.each(['gzip', 'none'] as const)('packed by %s, a receiver of ours reads what was sent', async (compression) => {
    const spans: Span[] = [];
    const records: LogRecord[] = [];
    const store = new RecordingStore();
    const receiver = createOtlpReceiver({
      traces(given) {
        spans.push(...given);
        return { rejected: 0, reason: '' };
      },
      logs(given) {
        records.push(...given);
        return { rejected: 0, reason: '' };
      },
      appender: store.appender,
      clock: virtualClock(),
      metrics: createMetrics(),
      report: () => {},
    });
    const { endpoint, received } = await collector();
    const { forwarder, clock } = forwarding(endpoint, { encoding, compression });
    await clock.untilSleeping(3);
    const sent = [span('one'), span('two', { service: 'door', instance: '', scope: '', events: [], links: [] })];
    const { parentSpanId, ...root } = span('root');
    forwarder.spans([...sent, root, span('three')]);
    const lines = [
      record('rang', { traceId: span('').traceId, spanId: span('').spanId }),
      record('Grüße', { level: null }),
    ];
    forwarder.records(lines);
    const wire = decode('json', MetricsRequest, Buffer.from(JSON.stringify(exampleMetrics)), 10_000);
    forwarder.metrics(wire.resourceMetrics ?? []);
    await until(() => received.length === 5);
    for (const { path, body, headers } of received) {
      const signal = path.slice('/v1/'.length) as 'traces';
      expect((await receiver.handle(signal, body, headers['content-type'] ?? '')).status).toBe(200);
    }
    expect(spans).toEqual([...sent, root, span('three')]);
    expect(records).toEqual(lines);
    const metrics = received.filter(({ path }) => path === '/v1/metrics');
    const back = metrics.map(({ body }) => decode(encoding, MetricsRequest, body, 10_000));
    const flat = (requests: readonly { resourceMetrics?: ResourceMetrics[] }[]) =>
      requests.flatMap((each) => each.resourceMetrics?.flatMap((of) => of.scopeMetrics?.flatMap((one) => one.metrics)));
    expect(flat(back)).toEqual(flat([wire]));
  });
});

it('a request says what it is, and carries the headers that were given', async () => {
  const { endpoint, received } = await collector();
  const { forwarder, clock } = forwarding(`${endpoint}/base`, { headers: { 'x-api-key': 'geheim' } });
  await clock.untilSleeping(3);
  forwarder.spans([span('a'), span('b')]);
  await until(() => received.length === 1);
  expect(received[0]?.path).toBe('/base/v1/traces');
  expect(received[0]?.headers).toMatchObject({
    'content-type': 'application/x-protobuf',
    'content-encoding': 'gzip',
    'x-api-key': 'geheim',
    'user-agent': 'seaworthy',
  });
});

it('spans of one origin go out below it', async () => {
  const { endpoint, received } = await collector();
  const { forwarder, clock } = forwarding(endpoint, { encoding: 'json', batchItems: 3 });
  await clock.untilSleeping(3);
  for (const name of ['a', 'b', 'c']) forwarder.spans([span(name, { service: name === 'b' ? 'door' : 'bell' })]);
  await until(() => received.length === 1);
  const { resourceSpans } = JSON.parse(String(received[0]?.body));
  const names = resourceSpans.map((of: typeof resourceSpans) => of.scopeSpans[0].spans.map(({ name }: Span) => name));
  expect(names).toEqual([['a', 'c'], ['b']]);
});

it('a few go when they have waited', async () => {
  const { endpoint, received } = await collector();
  const { forwarder, clock, values } = forwarding(endpoint);
  await clock.untilSleeping(3);
  forwarder.spans([span('a')]);
  await clock.advance(1_999);
  expect(received).toEqual([]);
  await clock.advance(1);
  await until(() => received.length === 1);
  await until(async () => (await values('seaworthy_forward_sent_total'))['all'] === 1);
});

it('what may pass is tried again, later each time, as long as it is asked to, and told', async () => {
  const statuses = [429, 502, 503, 504];
  const answers: Answer[] = statuses.map((status) => ({ status, body: 'busy' }));
  answers[1] = { status: 502, headers: { 'retry-after': '30' } };
  const { endpoint, received } = await collector(answers);
  const { forwarder, clock, told, values } = forwarding(endpoint);
  await clock.untilSleeping(3);
  forwarder.spans([span('a'), span('b')]);
  for (const [index, waitMs] of [500, 30_000, 2_000, 4_000].entries()) {
    await until(() => forwarder.states()[0]?.failure?.includes(`HTTP status ${statuses[index]}`) === true);
    await clock.advance(waitMs - 1);
    expect(received).toHaveLength(index + 1);
    await clock.advance(1);
  }
  await until(async () => (await values('seaworthy_forward_sent_total'))['all'] === 2);
  expect(new Set(received.map(({ body }) => body.toString('hex'))).size).toBe(1);
  expect(told).toEqual([
    'forwarding of traces to HOST fails, and is tried again: HTTP status 429 busy',
    'forwarding of traces to HOST works again',
  ]);
  expect(forwarder.states()[0]?.failure).toBeUndefined();
});

it.each([400, 401, 413, 500])('after %i it is lost, told once, and the next goes out', async (status) => {
  const said = {
    status,
    headers: { 'content-type': 'application/json' },
    body: '{"code": 3, "message": "not like this"}',
  };
  const { endpoint } = await collector([said, said]);
  const { forwarder, clock, told, values } = forwarding(endpoint);
  await clock.untilSleeping(3);
  forwarder.spans(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => span(name)));
  await until(async () => (await values('seaworthy_forward_sent_total'))['all'] === 2);
  expect(await values('seaworthy_forward_dropped_total')).toEqual({ refused: 4 });
  expect(told).toEqual([`forwarding of traces to HOST: 2 spans were refused: HTTP status ${status} not like this`]);
});

it('what a collector rejects of a batch is counted and not sent again', async () => {
  const body = encode('protobuf', TracesResponse, { partialSuccess: { rejectedSpans: 1, errorMessage: 'too old' } });
  const { endpoint, received } = await collector([{ headers: { 'content-type': 'application/x-protobuf' }, body }]);
  const { forwarder, clock, told, values } = forwarding(endpoint);
  await clock.untilSleeping(3);
  forwarder.spans([span('a'), span('b')]);
  await until(() => told.length === 1);
  expect(told).toEqual(['forwarding of traces to HOST: 1 spans were refused: too old']);
  expect(await values('seaworthy_forward_sent_total')).toEqual({ all: 1 });
  expect(await values('seaworthy_forward_dropped_total')).toEqual({ refused: 1 });
  expect(received).toHaveLength(1);
});

it('a collector that is away costs the oldest, never the one who sends; other signals go on', async () => {
  const { forwarder, clock, told, values } = forwarding('http://127.0.0.1:1', { queueItems: 5 });
  await clock.untilSleeping(3);
  forwarder.spans([span('a'), span('b')]);
  await until(() => told.length === 1);
  for (let index = 0; index < 8; index++) forwarder.spans([span(`${index}`)]);
  expect(told[0]).toMatch(/fails, and is tried again: nothing listens there/);
  expect(await values('seaworthy_forward_dropped_total')).toEqual({ dropped: 3 });
  expect(await values('seaworthy_forward_queue_length')).toEqual({ all: 5 });
  expect(await values('seaworthy_forward_failing')).toEqual({ all: 1 });
  expect(await values('seaworthy_forward_failing', 'logs')).toEqual({ all: 0 });
});

it('bytes bound the queue too', async () => {
  const { forwarder, clock, values } = forwarding('http://127.0.0.1:1', { queueBytes: 10_000, batchItems: 100 });
  await clock.untilSleeping(3);
  const large = span('x', { attributes: { text: 'x'.repeat(4_000) } });
  forwarder.spans([large, large, large, span('y', { attributes: { text: 'x'.repeat(20_000) } })]);
  expect(await values('seaworthy_forward_dropped_total')).toEqual({ dropped: 2 });
  expect(await values('seaworthy_forward_queue_length')).toEqual({ all: 2 });
});

it('an answer that never comes ends with the time for it', async () => {
  const address = await testServer(() => {});
  const { forwarder, clock, told } = forwarding(`http://${address}`);
  await clock.untilSleeping(3);
  forwarder.spans([span('a'), span('b')]);
  await until(() => clock.sleeping === 3);
  await clock.advance(10_000);
  await until(() => told.length === 1);
  expect(told[0]).toMatch(/tried again: no whole answer within 10000 ms/);
  const stopped = forwarder.stop();
  await clock.untilSleeping(2);
  await clock.advance(5_000);
  await stopped;
});

it('stopping sends what waits, and waits no longer than a moment for it', async () => {
  const { endpoint, received } = await collector();
  const { forwarder, clock } = forwarding(endpoint);
  await clock.untilSleeping(3);
  forwarder.spans([span('a')]);
  await forwarder.stop();
  expect(received).toHaveLength(1);

  const away = await testServer(() => {});
  const hanging = forwarding(`http://${away}`);
  await hanging.clock.untilSleeping(3);
  hanging.forwarder.spans([span('a')]);
  const stopped = hanging.forwarder.stop();
  await hanging.clock.untilSleeping(2);
  await hanging.clock.advance(5_000);
  await stopped;
  expect(await hanging.values('seaworthy_forward_dropped_total')).toEqual({ dropped: 1 });
});

it('without a collector nothing is kept', async () => {
  const forwarder = createForwarder({
    config: { otlp: [] },
    clock: virtualClock(),
    metrics: createMetrics(),
    report: () => {},
  });
  forwarder.spans([span('a')]);
  forwarder.records([record('b')]);
  forwarder.metrics([{}]);
  expect(forwarder.states()).toEqual([]);
  await forwarder.run();
  await forwarder.stop();
});
