import type { IncomingMessage, ServerResponse } from 'node:http';
import { currentContext, withContext } from '../context/context.ts';
import { spanFields } from './active-span.ts';
import { carryContext } from './carry-context.ts';
import { httpMethodAttributes } from './http-method.ts';
import { extract } from './propagation.ts';
import type { Attributes, Span } from './span.ts';
import type { Tracing } from './tracing.ts';

export interface HttpTracingOptions {
  /**
   * Paths that get ids and no span: probes and scrapes, that are asked every few seconds and tell nothing; event
   * streams, whose span would end hours later, with the client that went away.
   */
  readonly ignore?: (path: string) => boolean;
}

/** Express' and `node:http`'s request and response, or Fastify's, which hold them under `raw`. */
type Wrapped<T> = T | { readonly raw: T };
export type HttpTracer = (
  request: Wrapped<IncomingMessage>,
  response: Wrapped<ServerResponse>,
  next: () => void,
) => void;

interface Served {
  readonly span: Span;
  readonly method: string;
  /** What `setHttpRoute` said. */
  route?: string;
}

const served = Symbol('served request');
const requestId = /^[\w.:-]{1,128}$/;

/**
 * A server span for each request, continuing the caller's trace; everything that `next` starts runs inside of it. One
 * function for the three:
 *
 *     const trace = httpTracing(tracing);
 *     createServer((request, response) => trace(request, response, () => handle(request, response)));
 *     express().use(trace);
 *     fastify().addHook('onRequest', trace);
 *
 * The log's `correlationId` is the request's `X-Request-Id`, else the trace id.
 */
export function httpTracing(tracing: Tracing, { ignore = () => false }: HttpTracingOptions = {}): HttpTracer {
  return (request, response, next) => {
    const [incoming, answer] = [rawOf(request), rawOf(response)];
    const { parent, baggage } = extract(incoming.headers);
    const path = pathOf(incoming);
    const { method, ...methodAttributes } = httpMethodAttributes(incoming.method ?? 'GET');
    const span = tracing.start(method, {
      kind: 'server',
      parent: parent ?? 'none',
      attributes: { ...methodAttributes, ...requestAttributes(incoming, path) },
      record: !ignore(path),
    });
    const correlationId = requestIdOf(incoming) ?? span.spanContext().traceId;
    const present: Served = { span, method };
    withContext({ ...spanFields(span, baggage), correlationId, [served]: present }, () => {
      carryContext(incoming, currentContext());
      carryContext(answer, currentContext());
      answer.once('close', () => finish(present, answer, routeOf(request)));
      next();
    });
  };
}

/** Names the route of the running request, where the server does not tell it as Express and Fastify do. */
export function setHttpRoute(route: string): void {
  const request = currentContext()[served] as Served | undefined;
  if (request === undefined) return;
  request.route = route;
  nameRoute(request, route);
}

/** Asked when the running request is answered: the route that it had, as the server or `setHttpRoute` told it. */
export function watchHttpRoute(request: object): () => string | undefined {
  const present = currentContext()[served] as Served | undefined;
  return () => routeOf(request) ?? present?.route;
}

/** Node's own request and response. */
export function rawOf<T extends IncomingMessage | ServerResponse>(wrapped: Wrapped<T>): T {
  return 'raw' in wrapped ? wrapped.raw : wrapped;
}

/** Of the URL the path alone: a query may hold anything that somebody typed. */
export function pathOf({ url = '/' }: IncomingMessage): string {
  const [path = '/'] = url.split('?', 1);
  return path;
}

/** A name of few values: the path itself would make each request its own kind. */
function nameRoute({ span, method }: Served, route: string): void {
  span.setAttribute('http.route', route).updateName(`${method} ${route}`);
}

function requestAttributes({ httpVersion, socket }: IncomingMessage, path: string): Attributes {
  return {
    'url.path': path,
    'url.scheme': 'encrypted' in socket ? 'https' : 'http',
    'network.protocol.version': httpVersion,
  };
}

function finish(request: Served, answer: ServerResponse, route: string | undefined): void {
  const { span } = request;
  if (route !== undefined) nameRoute(request, route);
  span.setAttribute('http.response.status_code', answer.statusCode);
  if (answer.statusCode >= 500) {
    span.setAttribute('error.type', String(answer.statusCode)).setStatus({ code: 2 });
  } else if (!answer.writableFinished) {
    span
      .setAttribute('error.type', 'connection_closed')
      .setStatus({ code: 2, message: 'closed before the whole answer was sent' });
  }
  span.end();
}

/** What Fastify (`routeOptions.url`) and Express (`baseUrl`, `route.path`) know once they have found the route. */
function routeOf(request: object): string | undefined {
  const { routeOptions, route, baseUrl } = request as {
    routeOptions?: { url?: unknown };
    route?: { path?: unknown };
    baseUrl?: unknown;
  };
  if (typeof routeOptions?.url === 'string') return routeOptions.url;
  if (typeof route?.path !== 'string') return undefined;
  return typeof baseUrl === 'string' ? baseUrl + route.path : route.path;
}

function requestIdOf({ headers }: IncomingMessage): string | undefined {
  const id = headers['x-request-id'];
  return typeof id === 'string' && requestId.test(id) ? id : undefined;
}
