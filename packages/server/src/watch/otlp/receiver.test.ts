import { createMetrics } from '@seaworthy/kit/metrics';
import { describe, expect, it } from 'vitest';
import { virtualClock } from '../../platform/testing.ts';
import type { LogRecord } from '../logs/log-record.ts';
import { RecordingStore } from '../samples/testing.ts';
import type { Span } from '../traces/span.ts';
import type { Encoding } from './encoding.ts';
import { contentTypes, decode, encode } from './encoding.ts';
import type { Accepted, ReceiverLimits } from './receiver.ts';
import { createOtlpReceiver } from './receiver.ts';
import { LogsResponse, MetricsResponse, Status, TracesResponse } from './schema/answers.ts';
import { LogsRequest } from './schema/logs.ts';
import { MetricsRequest } from './schema/metrics.ts';
import { TracesRequest } from './schema/traces.ts';
import { exampleLogs, exampleMetrics, exampleTraces } from './testing.ts';
import type { Message } from './wire/message.ts';

function world(answer: Accepted = { rejected: 0, reason: '' }, limits?: ReceiverLimits) {
  const spans: Span[] = [];
  const records: LogRecord[] = [];
  const store = new RecordingStore();
  const told: string[] = [];
  const metrics = createMetrics();
  const receiver = createOtlpReceiver({
    traces(given) {
      spans.push(...given);
      return answer;
    },
    logs(given) {
      records.push(...given);
      return answer;
    },
    appender: store.appender,
    clock: virtualClock(),
    metrics,
    report: (message) => void told.push(message),
    ...(limits === undefined ? {} : { limits }),
  });
  return { receiver, spans, records, store, told, metrics };
}

const both: readonly Encoding[] = ['protobuf', 'json'];

/** The example as its spec writes it in JSON, in either encoding. */
function bodyOf<T extends object>(encoding: Encoding, message: Message<T>, json: unknown): Buffer {
  const text = Buffer.from(JSON.stringify(json));
  return encoding === 'json' ? text : encode('protobuf', message, decode('json', message, text, 10_000));
}

const read = <T extends object>(encoding: Encoding, message: Message<T>, body: Buffer) =>
  decode(encoding, message, body, 100);

describe.each(both)('in %s', (encoding) => {
  const type = contentTypes[encoding];

  it('spans arrive', async () => {
    const { receiver, spans, metrics } = world();
    const answer = await receiver.handle('traces', bodyOf(encoding, TracesRequest, exampleTraces), type);
    expect(answer).toMatchObject({ status: 200, contentType: type });
    expect(read(encoding, TracesResponse, answer.body)).toEqual({});
    expect(spans).toEqual([
      {
        traceId: '5b8efff798038103d269b633813fc60c',
        spanId: 'eee19b7ec3c1b174',
        parentSpanId: 'eee19b7ec3c1b173',
        name: 'I am a span!',
        kind: 'server',
        service: 'my.service',
        instance: 'my-1',
        startUnixNano: 1544712660000000000n,
        endUnixNano: 1544712661000000000n,
        status: 'error',
        statusMessage: 'no bell',
        attributes: {
          'my.span.attr': 'some value',
          'http.status_code': 500,
          big: '9007199254740993',
          ratio: 0.5,
          retried: true,
          tags: ['a', 1, null],
          nested: { deep: { er: 'x' } },
          raw: '+/8=',
          nothing: null,
        },
        resource: { 'host.name': 'pi' },
        scope: 'my.library',
        events: [{ name: 'exception', timeUnixNano: 1544712660500000000n, attributes: { 'exception.type': 'NoBell' } }],
        links: [
          { traceId: '5b8efff798038103d269b633813fc60d', spanId: 'eee19b7ec3c1b175', attributes: { why: 'retry' } },
        ],
        traceState: 'vendor=1',
      },
    ]);
    expect((await metrics.get('seaworthy_otlp_received_total'))[0]?.value).toBe(1);
  });

  it('log records arrive', async () => {
    const { receiver, records } = world();
    const answer = await receiver.handle('logs', bodyOf(encoding, LogsRequest, exampleLogs), type);
    expect(answer.status).toBe(200);
    expect(records).toEqual([
      {
        timeMs: 1544712660300,
        service: 'my.service',
        instance: '',
        level: 'info',
        message: 'Example log record',
        fields: { 'string.attribute': 'some string', 'event.name': 'bell.pressed' },
        traceId: '5b8efff798038103d269b633813fc60c',
        spanId: 'eee19b7ec3c1b174',
        resource: { 'host.name': 'pi' },
        scope: 'my.library',
      },
      {
        timeMs: 1544712660301,
        service: 'unknown_service',
        instance: '',
        level: 'error',
        message: '{"code":5}',
        fields: {},
      },
      {
        timeMs: Date.UTC(2030, 0, 1, 12),
        service: 'unknown_service',
        instance: '',
        level: null,
        message: '',
        fields: {},
      },
    ]);
  });

  it('metrics arrive', async () => {
    const { receiver, store } = world();
    const answer = await receiver.handle('metrics', bodyOf(encoding, MetricsRequest, exampleMetrics), type);
    expect(answer.status).toBe(200);
    expect(read(encoding, MetricsResponse, answer.body)).toEqual({
      partialSuccess: {
        rejectedDataPoints: 1,
        errorMessage: 'my.exponential.histogram: exponential histograms are not supported; use explicit buckets',
      },
    });
    expect(Object.fromEntries(store.batches[0]?.samples ?? [])).toEqual({
      'my_counter_total{job="my.service", my_counter_attr="some value"}': 5,
      'my_gauge{job="my.service"}': 10,
      'my_histogram_bucket{job="my.service", le="1"}': 1,
      'my_histogram_bucket{job="my.service", le="+Inf"}': 2,
      'my_histogram_count{job="my.service"}': 2,
      'my_histogram_sum{job="my.service"}': 2,
    });
  });

  it('what is rejected of a request is told, and the rest is taken', async () => {
    const { receiver, spans } = world({ rejected: 1, reason: 'too many spans in the trace' });
    const spansIn = [
      { traceId: '00000000000000000000000000000000', spanId: 'eee19b7ec3c1b174' },
      { traceId: '5b8efff798038103d269b633813fc60c', spanId: 'eee1' },
      { traceId: '5b8efff798038103d269b633813fc60c', spanId: 'eee19b7ec3c1b174' },
    ];
    const body = bodyOf(encoding, TracesRequest, { resourceSpans: [{ scopeSpans: [{ spans: spansIn }] }] });
    const answer = await receiver.handle('traces', body, type);
    expect(answer.status).toBe(200);
    expect(read(encoding, TracesResponse, answer.body)).toEqual({
      partialSuccess: {
        rejectedSpans: 3,
        errorMessage: 'a span without a valid trace id (16 bytes, not all zero)',
      },
    });
    expect(spans).toHaveLength(1);
  });

  it('a full store is told with a time to come back', async () => {
    const { receiver } = world('full');
    const answer = await receiver.handle('logs', bodyOf(encoding, LogsRequest, exampleLogs), type);
    expect(answer).toMatchObject({ status: 429, retryAfterSeconds: 5, contentType: type });
    expect(read(encoding, Status, answer.body)).toEqual({ code: 14, message: 'The store of logs is full at present.' });
  });

  it('a store that fails is told with a time to come back, and reported', async () => {
    const { receiver, store, told } = world();
    store.beforeCommit = () => Promise.reject(new Error('disk full'));
    const answer = await receiver.handle('metrics', bodyOf(encoding, MetricsRequest, exampleMetrics), type);
    expect(answer).toMatchObject({ status: 503, retryAfterSeconds: 5 });
    expect(told).toEqual(['OTLP metrics could not be stored']);
  });

  it('what cannot be read is refused for good', async () => {
    const { receiver, metrics } = world();
    const answer = await receiver.handle('traces', Buffer.of(0x0a, 0x7f), type);
    expect(answer).toMatchObject({ status: 400, contentType: type });
    expect(answer.retryAfterSeconds).toBeUndefined();
    expect(read(encoding, Status, answer.body)).toMatchObject({
      code: 3,
      message: expect.stringMatching(/^The request cannot be read: it /),
    });
    expect(await metrics.get('seaworthy_otlp_refused_requests_total')).toMatchObject([
      { labels: { signal: 'traces', reason: 'malformed' }, value: 1 },
    ]);
  });

  it('more objects than a request may hold are refused', async () => {
    const { receiver, spans } = world(undefined, { messages: 20, retryAfterSeconds: 1 });
    const answer = await receiver.handle('traces', bodyOf(encoding, TracesRequest, exampleTraces), type);
    expect(answer.status).toBe(413);
    expect(spans).toEqual([]);
  });

  it('an empty request is a good one', async () => {
    const { receiver } = world('full');
    const body = bodyOf(encoding, LogsRequest, {});
    const answer = await receiver.handle('logs', body, `${type}; charset=utf-8`);
    expect(answer.status).toBe(200);
    expect(read(encoding, LogsResponse, answer.body)).toEqual({});
  });
});

it('another content type is refused by name', async () => {
  const { receiver } = world();
  const answer = await receiver.handle('traces', Buffer.from('x'), 'text/plain');
  expect(answer.status).toBe(415);
  expect(JSON.parse(String(answer.body)).message).toBe(
    'The content type text/plain is not supported: send application/x-protobuf or application/json.',
  );
});
