import { once } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createMetrics } from '../../metrics/metrics.ts';
import { spansIn } from '../testing.ts';
import { createTracing } from '../tracing.ts';

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A real HTTP server that takes spans; it answers with these first, then with 200. */
async function receiver(answers: { status: number; headers?: Record<string, string>; body?: string }[] = []) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    received.push({ method: request.method, url: request.url, headers: request.headers, body: await text(request) });
    const { status, headers, body } = answers.shift() ?? { status: 200, body: '{"partialSuccess":{}}' };
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { received, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/traces` };
}

function tracingTo(endpoint: string, headers: Record<string, string> = {}) {
  const metrics = createMetrics();
  const tracing = createTracing({
    service: 'doorbell',
    instance: 'blue-0',
    version: '1.2.3',
    environment: 'local',
    enabled: true,
    resource: { 'host.name': 'here' },
    exporter: { kind: 'otlp', endpoint, headers },
    metrics,
  });
  const dropped = async () => {
    const samples = await metrics.get('tracing_spans_dropped_total');
    return Object.fromEntries(
      samples.filter(({ value }) => value > 0).map(({ labels, value }) => [labels['reason'], value]),
    );
  };
  return { tracing, dropped };
}

describe('OTLP over HTTP', () => {
  it('sends a request as the specification writes it', async () => {
    const { received, endpoint } = await receiver();
    const { tracing } = tracingTo(endpoint, { 'x-tenant': 'home' });
    const caller = {
      traceId: '0af7651916cd43dd8448eb211c80319c',
      spanId: 'b7ad6b7169203331',
      traceFlags: 1,
      isRemote: true,
    };
    const attributes = {
      text: 'a',
      whole: 7,
      part: 0.5,
      yes: true,
      list: ['x', 1],
      map: { deep: false },
      bytes: Uint8Array.of(1, 2),
    };
    tracing.span('work', attributes, (span) => span.addEvent('seen', { n: 1 }), { kind: 'server', parent: caller });
    await tracing.shutdown();
    const [request] = received;
    expect(request).toMatchObject({ method: 'POST', url: '/v1/traces' });
    expect(request?.headers).toMatchObject({ 'content-type': 'application/json', 'x-tenant': 'home' });
    expect(JSON.parse(request?.body ?? '')).toEqual({
      resourceSpans: [
        {
          resource: {
            attributes: [
              { key: 'telemetry.sdk.language', value: { stringValue: 'nodejs' } },
              { key: 'telemetry.sdk.name', value: { stringValue: '@seaworthy/kit' } },
              { key: 'telemetry.sdk.version', value: { stringValue: expect.any(String) } },
              { key: 'host.name', value: { stringValue: 'here' } },
              { key: 'service.name', value: { stringValue: 'doorbell' } },
              { key: 'service.version', value: { stringValue: '1.2.3' } },
              { key: 'service.instance.id', value: { stringValue: 'blue-0' } },
              { key: 'deployment.environment.name', value: { stringValue: 'local' } },
            ],
          },
          scopeSpans: [
            {
              scope: { name: '@seaworthy/kit', version: expect.any(String) },
              spans: [
                {
                  traceId: caller.traceId,
                  spanId: expect.stringMatching(/^[0-9a-f]{16}$/),
                  parentSpanId: caller.spanId,
                  flags: 0x301,
                  name: 'work',
                  kind: 2,
                  startTimeUnixNano: expect.stringMatching(/^\d{19}$/),
                  endTimeUnixNano: expect.stringMatching(/^\d{19}$/),
                  attributes: [
                    { key: 'text', value: { stringValue: 'a' } },
                    { key: 'whole', value: { intValue: '7' } },
                    { key: 'part', value: { doubleValue: 0.5 } },
                    { key: 'yes', value: { boolValue: true } },
                    { key: 'list', value: { arrayValue: { values: [{ stringValue: 'x' }, { intValue: '1' }] } } },
                    { key: 'map', value: { kvlistValue: { values: [{ key: 'deep', value: { boolValue: false } }] } } },
                    { key: 'bytes', value: { bytesValue: 'AQI=' } },
                  ],
                  events: [
                    {
                      timeUnixNano: expect.stringMatching(/^\d{19}$/),
                      name: 'seen',
                      attributes: [{ key: 'n', value: { intValue: '1' } }],
                    },
                  ],
                  links: [],
                  status: { code: 0 },
                },
              ],
            },
          ],
        },
      ],
    });
  });

  it('tries again after 503, as soon as the receiver wants it, and sends each span once', async () => {
    const { received, endpoint } = await receiver([{ status: 503, headers: { 'retry-after': '0' } }]);
    const { tracing, dropped } = tracingTo(endpoint);
    for (const name of ['a', 'b', 'c']) tracing.start(name).end();
    await tracing.shutdown();
    expect(received.map(({ body }) => spansIn(body).map(({ name }) => name))).toEqual([
      ['a', 'b', 'c'],
      ['a', 'b', 'c'],
    ]);
    expect(await dropped()).toEqual({});
  });

  it('does not repeat what is refused, follows no redirect, and counts what the receiver left out', async () => {
    const { received, endpoint } = await receiver([
      { status: 400 },
      { status: 307, headers: { location: 'http://127.0.0.1:1/elsewhere' } },
      { status: 200, body: '{"partialSuccess":{"rejectedSpans":"1","errorMessage":"too old"}}' },
    ]);
    const { tracing, dropped } = tracingTo(endpoint);
    for (const name of ['a', 'b', 'c']) {
      tracing.start(name).end();
      await tracing.flush();
    }
    expect(received).toHaveLength(3);
    expect(await dropped()).toEqual({ export_failed: 2, rejected: 1 });
    await tracing.shutdown();
  });

  it('counts what a receiver that is gone could not take within the deadline', async () => {
    const { tracing, dropped } = tracingTo('http://127.0.0.1:1/v1/traces');
    tracing.start('a').end();
    await tracing.shutdown({ deadlineMs: 50 });
    expect(await dropped()).toEqual({ shutdown: 1 });
  });
});
