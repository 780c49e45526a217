import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { Health, Logger, Metrics, Tracing } from '@seaworthy/kit';
import { currentContext, httpTracing, logRequest, metricsHandler, setHttpRoute } from '@seaworthy/kit';
import type { Saboteur } from '../fault/saboteur.ts';
import type { ApiError } from './errors.ts';
import type { Route } from './exchange.ts';
import { sendJson } from './exchange.ts';
import { allowedMethods, findRoute } from './router.ts';
import { toApiError } from './translate-error.ts';

export interface ServerOptions {
  readonly routes: readonly Route[];
  readonly health: Health;
  readonly metrics: Metrics;
  readonly tracing: Tracing;
  readonly saboteur: Saboteur;
  readonly version: string;
  readonly instance: string;
  readonly logger: Logger;
  readonly monotonicMs: () => number;
  /** Told of errors that nobody expected. */
  readonly onError: (error: ApiError) => void;
}

/** Whoever sends its head or body slower than this is holding a connection, not using it. */
const HEAD_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 120_000;
/** Longer than proxies keep an idle connection, so that it is they who close it. */
const KEEP_ALIVE_MS = 75_000;

/** Asked every few seconds by machines: an access line of each that went well would bury the others. */
const PROBES = /^\/(metrics|health|readiness|ready|liveness|status)$/;

/** Open for as long as somebody watches: a span of hours says nothing, and would be the last to be seen. */
const STREAM = '/api/events/stream';

export function createHttpServer(options: ServerOptions): Server {
  const probes = probeHandler(options);
  const trace = httpTracing(options.tracing, { ignore: (path) => PROBES.test(path) || path === STREAM });
  const server = createServer((request, response) => {
    trace(request, response, () => {
      const { traceId = '' } = currentContext();
      response.setHeader('X-Version', options.version);
      response.setHeader('X-Instance', options.instance);
      response.setHeader('X-Trace-Id', traceId);
      logWhenDone(request, response, options);
      void serve(request, response, traceId, probes, options);
    });
  });
  server.headersTimeout = HEAD_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return server;
}

type ProbeHandler = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

/** Health and metrics are never spoilt by a fault: a service that fails says so itself. */
function probeHandler({ health, metrics }: ServerOptions): ProbeHandler {
  const answerHealth = health.handler();
  const answerScrape = metricsHandler(metrics);
  return async (request, response) => {
    return (await answerScrape(request, response)) || (await answerHealth(request, response));
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  traceId: string,
  probes: ProbeHandler,
  options: ServerOptions,
): Promise<void> {
  const [path = '/', search = ''] = (request.url ?? '/').split('?', 2);
  try {
    if (await probes(request, response)) return;
    await options.saboteur.interfere();
    const { route, params } = findRoute(options.routes, request.method ?? 'GET', path);
    setHttpRoute(route.path);
    await route.handle({ request, response, path, query: new URLSearchParams(search), traceId, params });
  } catch (error) {
    if (request.destroyed && !request.complete) return; // the client is gone
    answerError(response, toApiError(error), { path, ...options });
  }
}

function answerError(response: ServerResponse, error: ApiError, options: ServerOptions & { path: string }): void {
  const { code, kind, message } = error;
  if (kind.status === 500) options.onError(error);
  if (response.headersSent) {
    response.destroy();
    return;
  }
  if (kind.retryAfterSeconds !== undefined) response.setHeader('retry-after', kind.retryAfterSeconds);
  if (code === 'method_not_allowed') response.setHeader('allow', allowedMethods(options.routes, options.path));
  if (!response.req.complete) response.setHeader('connection', 'close'); // the rest of the body is not read
  sendJson(response, kind.status, { error: { code, message, hint: kind.hint } });
}

function logWhenDone(request: IncomingMessage, response: ServerResponse, options: ServerOptions): void {
  const startedMs = options.monotonicMs();
  response.once('close', () => {
    const durationMs = Math.round(options.monotonicMs() - startedMs);
    const [path = '/'] = (request.url ?? '/').split('?', 1);
    if (PROBES.test(path) && response.statusCode < 500) return;
    logRequest(options.logger, { method: request.method ?? 'GET', path, status: response.statusCode, durationMs });
  });
}
