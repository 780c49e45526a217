import { once } from 'node:events';
import type { RequestListener, Server } from 'node:http';
import { createServer, get, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { currentContext } from '../context/context.ts';
import { tracedCall } from './http-client.ts';
import { httpTracing, setHttpRoute } from './http-server.ts';
import { extract, inject } from './propagation.ts';
import { keptTracing, plainAttributes } from './testing.ts';

const traceId = '0af7651916cd43dd8448eb211c80319c';
const caller = `00-${traceId}-b7ad6b7169203331-01`;

async function listen(server: Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

async function serve(handle: RequestListener, options = {}) {
  const { tracing, sent } = keptTracing();
  const trace = httpTracing(tracing, options);
  const server = createServer((request, response) => trace(request, response, () => handle(request, response)));
  const port = await listen(server);
  return { tracing, sent, port, url: `http://127.0.0.1:${port}` };
}

function send(
  url: string,
  headers: Record<string, string> = {},
  body?: string,
): Promise<{ statusCode: number; body: string }> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST';
    const request = httpRequest(
      url,
      { method, headers, agent: false },
      (response) =>
        void text(response).then((read) => resolve({ statusCode: response.statusCode ?? 0, body: read }), reject),
    );
    request.on('error', reject).end(body);
  });
}

/** The server closes its side a moment after the client has the answer. */
async function spansOf(sent: () => ReturnType<ReturnType<typeof keptTracing>['sent']>, count: number) {
  await expect.poll(async () => (await sent()).length).toBe(count);
  return await sent();
}

describe('a request', () => {
  it('is a server span in the trace of the caller, named by its route', async () => {
    const { sent, url } = await serve((_request, response) => {
      setHttpRoute('/people/:name');
      response.writeHead(404).end(JSON.stringify(currentContext()));
    });
    const headers = { traceparent: caller, 'x-request-id': 'req-7' };
    const answer = await send(`${url}/people/ada?token=abc12345`, headers);
    const [span] = await spansOf(sent, 1);
    expect(span).toMatchObject({
      name: 'GET /people/:name',
      kind: 2,
      traceId,
      parentSpanId: 'b7ad6b7169203331',
      status: { code: 0 },
    });
    expect(plainAttributes(span ?? { attributes: [] })).toEqual({
      'http.request.method': 'GET',
      'http.response.status_code': '404',
      'http.route': '/people/:name',
      'network.protocol.version': '1.1',
      'url.path': '/people/ada',
      'url.scheme': 'http',
    });
    expect(JSON.parse(answer.body)).toEqual({ traceId, spanId: span?.spanId, correlationId: 'req-7' });
  });

  it('begins a trace of its own, whose id is the log’s correlation id', async () => {
    const { sent, url } = await serve((_request, response) => response.end(currentContext().correlationId));
    const { body } = await send(url, { traceparent: 'nonsense', 'x-request-id': 'not fit for a log' });
    const [span] = await spansOf(sent, 1);
    expect(span).not.toHaveProperty('parentSpanId');
    expect(body).toBe(span?.traceId);
  });

  it('is an error when the server failed, or the answer was cut', async () => {
    const { sent, url } = await serve((request, response) => {
      if (request.url === '/broken') response.writeHead(503).end();
      else response.write('half', () => response.destroy());
    });
    await send(`${url}/broken`);
    await expect(send(`${url}/cut`)).rejects.toThrow();
    const spans = await spansOf(sent, 2);
    expect(spans.map(({ status }) => status.code)).toEqual([2, 2]);
    expect(spans.map((span) => plainAttributes(span)['error.type'])).toEqual(['503', 'connection_closed']);
  });

  it('keeps its context in what listens to its body', async () => {
    const { sent, url } = await serve((request, response) => {
      const seen: unknown[] = [];
      request.on('data', () => seen.push(currentContext().traceId));
      request.on('end', () => response.end(JSON.stringify([...seen, currentContext().traceId])));
    });
    const { body } = await send(url, { traceparent: caller }, 'a body');
    expect(JSON.parse(body)).toEqual([traceId, traceId]);
    await spansOf(sent, 1);
  });

  it('that is ignored has ids and no span, nor has anything below it', async () => {
    const { tracing, sent, url } = await serve(
      (_request, response) => tracing.span('ping', {}, () => response.end(currentContext().traceId)),
      { ignore: (path: string) => path === '/health' },
    );
    expect((await send(`${url}/health`)).body).toMatch(/^[0-9a-f]{32}$/);
    expect((await send(`${url}/health`, { traceparent: caller })).body).toBe(traceId);
    expect(await sent()).toEqual([]);
  });

  it('is traced in Fastify by the same function, with the route that Fastify knows', async () => {
    const { default: fastify } = await import('fastify');
    const { tracing, sent } = keptTracing();
    const app = fastify();
    app.addHook('onRequest', httpTracing(tracing));
    app.post('/people/:name', async () => currentContext());
    await app.listen({ port: 0, host: '127.0.0.1' });
    onTestFinished(() => app.close());
    const { port } = app.server.address() as AddressInfo;
    const headers = { traceparent: caller, 'content-type': 'application/json' };
    const { body } = await send(`http://127.0.0.1:${port}/people/ada`, headers, '{"a":1}');
    const [span] = await spansOf(sent, 1);
    expect(span?.name).toBe('POST /people/:name');
    expect(JSON.parse(body)).toMatchObject({ traceId, spanId: span?.spanId });
  });

  it('is named by what Express leaves on the request', async () => {
    const { sent, url } = await serve((request, response) => {
      Object.assign(request, { baseUrl: '/api', route: { path: '/people/:name' } });
      response.end();
    });
    await send(`${url}/api/people/ada`);
    expect((await spansOf(sent, 1))[0]?.name).toBe('GET /api/people/:name');
  });
});

describe('a call to another service', () => {
  it('is a client span that the other one’s server span is below of, baggage and vendors’ state included', async () => {
    const far = await serve((request, response) => response.end(JSON.stringify(extract(request.headers).baggage)));
    const near = await serve(async (_request, response) => {
      const answer = await tracedCall(near.tracing, { method: 'GET', url: `${far.url}/secret/hook` }, (headers) =>
        send(far.url, headers),
      );
      response.end(answer.body);
    });
    const headers = { traceparent: caller, tracestate: 'vendor=a, other=b', baggage: 'tenant=home' };
    expect((await send(near.url, headers)).body).toBe('"tenant=home"');
    const [client, server] = await spansOf(near.sent, 2);
    const [remote] = await spansOf(far.sent, 1);
    expect([client?.kind, client?.parentSpanId]).toEqual([3, server?.spanId]);
    expect(remote).toMatchObject({
      traceId,
      parentSpanId: client?.spanId,
      traceState: 'vendor=a,other=b',
      flags: 0x301,
    });
    expect(plainAttributes(client ?? { attributes: [] })).toEqual({
      'http.request.method': 'GET',
      'http.response.status_code': '200',
      'server.address': '127.0.0.1',
      'server.port': String(far.port),
      'url.scheme': 'http',
    });
  });

  it('that fails, or is answered with an error, is an error', async () => {
    const { tracing, sent } = keptTracing();
    await tracedCall(tracing, { method: 'PUT', url: 'https://there/' }, async () => ({ status: 404 }));
    const broken = tracedCall(tracing, { method: 'BREW', url: 'https://there/' }, () =>
      Promise.reject(new Error('gone')),
    );
    await expect(broken).rejects.toThrow('gone');
    const spans = await sent();
    expect(spans.map(({ name, status }) => [name, status])).toEqual([
      ['PUT', { code: 2 }],
      ['HTTP', { code: 2, message: 'gone' }],
    ]);
  });
});

describe('headers', () => {
  it('go out as they came in', () => {
    const { tracing } = keptTracing();
    const { parent } = extract({ traceparent: caller, tracestate: ['a=1', 'b=2'] });
    tracing.span(
      'x',
      {},
      (span) => {
        const out = inject({ accept: 'x' });
        expect(out).toEqual({
          accept: 'x',
          traceparent: `00-${traceId}-${span.spanContext().spanId}-01`,
          tracestate: 'a=1,b=2',
        });
      },
      { parent },
    );
    expect(inject({ accept: 'x' })).toEqual({ accept: 'x' });
  });

  it.each([
    'a=1,a=2',
    'no pair',
    'A=1',
    `a=${'x'.repeat(300)}`,
    Array.from({ length: 33 }, (_, index) => `k${index}=1`).join(),
  ])('a malformed tracestate is dropped, the trace is not: %s', (tracestate) => {
    const { parent } = extract({ traceparent: caller, tracestate });
    expect(parent).toEqual({ traceId, spanId: 'b7ad6b7169203331', traceFlags: 1, isRemote: true });
  });
});

it('a client that goes away leaves a span that says so', async () => {
  let arrived: () => void = () => undefined;
  const isThere = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const { sent, port } = await serve(() => arrived());
  const request = get({ port, host: '127.0.0.1', agent: false }).on('error', () => undefined);
  await isThere;
  request.destroy();
  expect((await spansOf(sent, 1))[0]?.status.code).toBe(2);
});
