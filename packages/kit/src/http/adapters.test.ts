import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer, get } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { fastify } from 'fastify';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createHealth } from '../health/health.ts';
import { recordedLogger } from '../logging/testing.ts';
import { createMetrics } from '../metrics/metrics.ts';
import { parseExposition } from '../metrics/testing.ts';
import { secretTexts } from '../redaction/testing.ts';
import { createShutdown } from '../shutdown/shutdown.ts';
import { setHttpRoute } from '../tracing/http-server.ts';
import { keptTracing, plainAttributes } from '../tracing/testing.ts';
import { expressKit } from './express.ts';
import { fastifyKit } from './fastify.ts';
import { httpListener } from './plain.ts';
import type { ServiceParts } from './service-parts.ts';
import { stopWithShutdown } from './stop-server.ts';

/** What the service behind each adapter does: greets, waits, or fails as it is told to. */
interface Behaviour {
  readonly hello: (name: string) => Promise<string>;
  readonly fail: () => never;
}

type Serve = (parts: ServiceParts, behaviour: Behaviour) => Promise<Server>;

const servePlain: Serve = async (parts, { hello, fail }) => {
  const listener = httpListener(parts, async (request, response) => {
    const [, name] = /^\/hello\/([^?]+)/.exec(request.url ?? '') ?? [];
    if (name !== undefined) {
      setHttpRoute('/hello/:name');
      response.end(await hello(name));
    } else if (request.url === '/fail') {
      setHttpRoute('/fail');
      fail();
    } else response.writeHead(404).end();
  });
  return stopWithShutdown(parts, createServer(listener)).listen(0, '127.0.0.1');
};

interface ExpressApp {
  use(middleware: unknown): void;
  get(
    path: string,
    handle: (request: IncomingMessage & { params: { name: string } }, response: ServerResponse) => unknown,
  ): void;
  listen(port: number, host: string): Server;
}

const serveExpress: Serve = async (parts, { hello, fail }) => {
  const app = (createRequire(import.meta.url)('express') as () => ExpressApp)();
  const { first, errors } = expressKit(parts);
  app.use(first);
  app.get('/hello/:name', async (request, response) => response.end(await hello(request.params.name)));
  app.get('/fail', fail);
  app.use(errors);
  return stopWithShutdown(parts, app.listen(0, '127.0.0.1'));
};

const serveFastify: Serve = async (parts, { hello, fail }) => {
  const app = fastify();
  await app.register(fastifyKit(parts));
  app.get<{ Params: { name: string } }>('/hello/:name', ({ params }) => hello(params.name));
  app.get('/fail', async () => fail());
  await app.listen({ port: 0, host: '127.0.0.1' });
  return app.server;
};

async function started(serve: Serve, behaviour: Partial<Behaviour> = {}) {
  const recorded = recordedLogger();
  const { tracing, sent } = keptTracing();
  const { logger } = recorded;
  const metrics = createMetrics();
  const health = createHealth();
  health.register('always', () => ({ status: 'healthy', message: 'is' }), { critical: true });
  const shutdown = createShutdown({ logger, exit: () => undefined });
  const parts = { logger, metrics, health, tracing, shutdown };
  const hello = async (name: string) => {
    logger.info('greeting', { name });
    return `hello ${name}`;
  };
  const fail = () => {
    throw new Error('broken');
  };
  const server = await serve(parts, { hello, fail, ...behaviour });
  if (!server.listening) await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const ask = (path: string, headers: Record<string, string> = {}) => askOf(port, path, headers);
  const value = async (name: string, labels = {}) => parseExposition((await ask('/metrics')).body).value(name, labels);
  return { ...recorded, ask, value, shutdown, sent, server };
}

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

function askOf(port: number, path: string, headers: Record<string, string>): Promise<Answer> {
  return new Promise((resolve, reject) => {
    get({ port, path, headers, agent: false, host: '127.0.0.1' }, async (response) => {
      const body = await readText(response);
      resolve({ status: response.statusCode, headers: response.headers, body });
    }).on('error', reject);
  });
}

describe.each([
  ['node:http', servePlain],
  ['Express', serveExpress],
  ['Fastify', serveFastify],
])('behind %s', (_name, serve) => {
  it('a request has the id of its caller, or one of its own, in its answer and in every line', async () => {
    const { ask, lines } = await started(serve);
    const given = await ask('/hello/ada', { 'x-request-id': 'call-7' });
    expect([given.status, given.body, given.headers['x-request-id']]).toEqual([200, 'hello ada', 'call-7']);
    const made = await ask('/hello/eve');
    const ids = lines().map(({ context }) => (context as { correlationId: string }).correlationId);
    expect(ids).toEqual(['call-7', 'call-7', made.headers['x-request-id'], made.headers['x-request-id']]);
    expect(made.headers['x-request-id']).toMatch(/^[0-9a-f]{32}$/);
  });

  it('is logged with its route and without its query', async () => {
    const { ask, last } = await started(serve);
    await ask('/hello/ada?password=hunter2x9&page=2');
    const said = { method: 'GET', path: '/hello/ada', route: '/hello/:name', status: 200, level: 'info' };
    expect(last()).toMatchObject({ ...said, message: 'GET /hello/ada 200', durationMs: expect.any(Number) });
    await ask('/nowhere/at/all');
    expect(last()).toMatchObject({ status: 404, route: 'unmatched', level: 'warn' });
  });

  it('is counted and timed by its route; pages about the service are not', async () => {
    const { ask, value, lines } = await started(serve);
    for (const name of ['ada', 'eve']) await ask(`/hello/${name}`);
    for (const path of ['/x1', '/x2', '/x3', '/fail']) await ask(path);
    const before = lines().length;
    expect((await ask('/health')).body).toContain('"status":"healthy"');
    expect((await ask('/readiness')).status).toBe(200);
    const counted = (route: string, status: string) => value('http_requests_total', { method: 'GET', route, status });
    expect(await counted('/hello/:name', '200')).toBe(2);
    expect(await counted('unmatched', '404')).toBe(3);
    expect(await counted('/fail', '500')).toBe(1);
    expect(await value('http_request_duration_seconds_count', { method: 'GET', route: '/hello/:name' })).toBe(2);
    expect(await value('http_requests_in_flight')).toBe(0);
    expect(lines()).toHaveLength(before);
  });

  it('is a span with the name of its route, a child of the caller’s', async () => {
    const { ask, sent } = await started(serve);
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    await ask('/hello/ada', { traceparent: `00-${traceId}-b7ad6b7169203331-01` });
    const [span] = await sent();
    expect(span).toMatchObject({ name: 'GET /hello/:name', traceId, parentSpanId: 'b7ad6b7169203331' });
    expect(span && plainAttributes(span)).toMatchObject({ 'http.route': '/hello/:name' });
  });

  it('that fails tells its client an id, and the log everything but the secret', async () => {
    const { ask, lines } = await started(serve, {
      fail: () => {
        throw new Error('cannot reach postgres://app:hunter2x9@db/app');
      },
    });
    const { status, body } = await ask('/fail', { 'x-request-id': 'call-8' });
    expect(status).toBe(500);
    expect(JSON.parse(body)).toEqual({ error: { code: 'internal', message: expect.any(String), requestId: 'call-8' } });
    expect(body).not.toMatch(/postgres|hunter/);
    const said = lines().find(({ message }) => message === 'a request failed');
    expect(said).toMatchObject({ exception: { message: 'cannot reach postgres://app:[redacted]@db/app' } });
    expect(lines().at(-1)).toMatchObject({ level: 'error', status: 500, route: '/fail' });
  });

  it('tells its client of a mistake of its own in words, and never a secret of the corpus', async () => {
    let each = { text: '', secrets: [] as readonly string[] };
    const { ask, text } = await started(serve, {
      fail: () => {
        throw Object.assign(new Error(each.text), { statusCode: 422, code: 'not_so' });
      },
    });
    each = { text: 'no face in the picture', secrets: [] };
    expect(await ask('/fail')).toMatchObject({ status: 422, body: expect.stringContaining('no face in the picture') });
    const leaks: string[] = [];
    for (each of secretTexts.filter((_, index) => index % 10 === 0)) {
      const { body } = await ask('/fail');
      if (each.secrets.some((secret) => body.includes(secret) || text().includes(secret))) leaks.push(each.text);
    }
    expect(leaks).toEqual([]);
  });

  it('that is in flight is finished when the service stops, and no other is accepted', async () => {
    let finish = () => {};
    let begun = () => {};
    const hasBegun = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const { ask, shutdown, server } = await started(serve, {
      hello: (name) =>
        new Promise((resolve) => {
          finish = () => resolve(`late ${name}`);
          begun();
        }),
    });
    const answer = ask('/hello/ada');
    await hasBegun;
    const stopped = shutdown.run('test');
    await expect.poll(() => server.listening).toBe(false);
    finish();
    expect((await answer).body).toBe('late ada');
    expect(await stopped).toEqual({ clean: true });
    await expect(ask('/hello/eve')).rejects.toThrow('ECONNREFUSED');
  });
});
