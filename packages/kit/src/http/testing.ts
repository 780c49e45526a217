import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer, get } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { buffer, text as readText } from 'node:stream/consumers';
import { fastify } from 'fastify';
import { onTestFinished } from 'vitest';
import { currentContext } from '../context/context.ts';
import { createHealth } from '../health/health.ts';
import { recordedLogger } from '../logging/testing.ts';
import { createMetrics } from '../metrics/metrics.ts';
import { parseExposition } from '../metrics/testing.ts';
import { createShutdown } from '../shutdown/stepwise-shutdown.ts';
import { setHttpRoute } from '../tracing/http-server.ts';
import { keptTracing } from '../tracing/testing.ts';
import { expressKit } from './express.ts';
import { fastifyKit } from './fastify.ts';
import { httpListener } from './plain.ts';
import type { ServiceParts } from './service-parts.ts';
import { stopWithShutdown } from './stop-server.ts';

/** What the service behind each adapter does: greets, waits, or fails as it is told to, reads a body, or streams. */
interface Behaviour {
  readonly hello: (name: string) => Promise<string>;
  readonly fail: () => never;
  readonly take: (request: IncomingMessage) => Promise<string>;
  readonly stream: (response: ServerResponse) => void;
}

export type Serve = (parts: ServiceParts, behaviour: Behaviour) => Promise<Server>;

const servePlain: Serve = async (parts, { hello, fail, take, stream }) => {
  const listener = httpListener(parts, async (request, response) => {
    const [, name] = /^\/hello\/([^?]+)/.exec(request.url ?? '') ?? [];
    if (name !== undefined) {
      setHttpRoute('/hello/:name');
      response.end(await hello(name));
    } else if (request.url === '/fail') {
      setHttpRoute('/fail');
      fail();
    } else if (request.url === '/take') {
      setHttpRoute('/take');
      response.end(await take(request));
    } else if (request.url === '/stream') {
      setHttpRoute('/stream');
      stream(response);
    } else response.writeHead(404).end();
  });
  return stopWithShutdown(parts, createServer(listener)).listen(0, '127.0.0.1');
};

type ExpressHandle = (request: IncomingMessage & { params: { name: string } }, response: ServerResponse) => unknown;

interface ExpressApp {
  use(middleware: unknown): void;
  get(path: string, handle: ExpressHandle): void;
  post(path: string, handle: ExpressHandle): void;
  listen(port: number, host: string): Server;
}

const serveExpress: Serve = async (parts, { hello, fail, take, stream }) => {
  const app = (createRequire(import.meta.url)('express') as () => ExpressApp)();
  const { first, errors } = expressKit(parts);
  app.use(first);
  app.get('/hello/:name', async (request, response) => response.end(await hello(request.params.name)));
  app.get('/fail', fail);
  app.post('/take', async (request, response) => response.end(await take(request)));
  app.get('/stream', (_request, response) => stream(response));
  app.use(errors);
  return stopWithShutdown(parts, app.listen(0, '127.0.0.1'));
};

const serveFastify: Serve = async (parts, { hello, fail, take, stream }) => {
  const app = fastify();
  await app.register(fastifyKit(parts));
  app.get<{ Params: { name: string } }>('/hello/:name', ({ params }) => hello(params.name));
  app.get('/fail', async () => fail());
  app.addContentTypeParser('*', (_request, _body, done) => done(null));
  app.post('/take', ({ raw }) => take(raw));
  app.get('/stream', (_request, reply) => {
    reply.hijack();
    stream(reply.raw);
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  return app.server;
};

/** Every adapter, by the name of what it stands on. */
export const adapters: readonly (readonly [string, Serve])[] = [
  ['node:http', servePlain],
  ['Express', serveExpress],
  ['Fastify', serveFastify],
];

/** A service with all parts of the kit, on a free port until the test is over. */
export async function started(serve: Serve, behaviour: Partial<Behaviour> = {}) {
  const recorded = recordedLogger();
  const { tracing, sent } = keptTracing();
  const { logger } = recorded;
  const metrics = createMetrics();
  const health = createHealth();
  health.register('always', () => ({ status: 'healthy', message: 'is' }), { critical: true });
  const shutdown = createShutdown({ logger, exit: () => undefined });
  const told: unknown[] = [];
  const onError = (error: unknown) => told.push(error);
  const headers = () => ({ 'x-version': '1.2.3', 'x-trace-id': currentContext().traceId ?? '' });
  const streams = (path: string) => path === '/stream';
  const parts = { logger, metrics, health, tracing, shutdown, onError, headers, streams };
  const hello = async (name: string) => {
    logger.info('greeting', { name });
    return `hello ${name}`;
  };
  const fail = () => {
    throw new Error('broken');
  };
  const take = async (request: IncomingMessage) => String((await buffer(request)).length);
  const stream = (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write('data: 1\n\n');
    shutdown.stopping.addEventListener('abort', () => response.end('data: bye\n\n'));
  };
  const server = await serve(parts, { hello, fail, take, stream, ...behaviour });
  if (!server.listening) await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const ask = (path: string, headers: Record<string, string> = {}) => askOf(port, path, headers);
  const value = async (name: string, labels = {}) => parseExposition((await ask('/metrics')).body).value(name, labels);
  return { ...recorded, ask, value, shutdown, sent, server, told, port };
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
