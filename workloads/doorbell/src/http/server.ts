import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { currentContext } from '@seaworthy/kit';
import type { ServiceParts } from '@seaworthy/kit/http';
import { httpListener, setHttpRoute, stopWithShutdown } from '@seaworthy/kit/http';
import type { Saboteur } from '../fault/saboteur.ts';
import type { Route } from './exchange.ts';
import { findRoute } from './router.ts';
import { translateError } from './translate-error.ts';

export interface ServerOptions {
  readonly routes: readonly Route[];
  /** Answers `/health` and `/metrics`, logs, counts and traces what the routes answer, and stops the server. */
  readonly parts: ServiceParts;
  readonly saboteur: Saboteur;
  readonly version: string;
  readonly instance: string;
}

/** Whoever sends its head or body slower than this is holding a connection, not using it. */
const HEAD_TIMEOUT_MS = 15_000;
const REQUEST_TIMEOUT_MS = 120_000;
/** Longer than proxies keep an idle connection, so that it is they who close it. */
const KEEP_ALIVE_MS = 75_000;

const STREAM = '/api/events/stream';

export function createHttpServer({ version, instance, ...options }: ServerOptions): Server {
  const parts: ServiceParts = {
    ...options.parts,
    streams: (path) => path === STREAM,
    headers: () => ({ 'X-Version': version, 'X-Instance': instance, 'X-Trace-Id': currentContext().traceId ?? '' }),
  };
  const server = createServer(httpListener(parts, (request, response) => answer(request, response, options)));
  server.headersTimeout = HEAD_TIMEOUT_MS;
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  return stopWithShutdown(parts, server);
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { routes, saboteur }: Pick<ServerOptions, 'routes' | 'saboteur'>,
): Promise<void> {
  const [path = '/', search = ''] = (request.url ?? '/').split('?', 2);
  const { traceId = '', correlationId: requestId = traceId } = currentContext();
  try {
    const { route, params } = findRoute(routes, request.method ?? 'GET', path);
    setHttpRoute(route.path);
    await saboteur.interfere();
    await route.handle({ request, response, query: new URLSearchParams(search), traceId, requestId, params });
  } catch (error) {
    throw translateError(error);
  }
}
