import type { Route, RouteName } from '@seaworthy/api';
import { routes } from '@seaworthy/api';
import type { Logger } from '@seaworthy/kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import type { Access } from '../access/access.ts';
import type { Approvals } from '../access/approvals/approvals.ts';
import type { Idempotency } from '../access/idempotency.ts';
import type { Clock } from '../platform/clock.ts';
import { HttpError } from './errors.ts';
import { defaultEventStream, writeEventStream } from './event-stream.ts';
import type { CallContext, Handlers, StreamContext, StreamItem } from './handlers.ts';
import { hold } from './hold.ts';
import type { OpenRequests } from './open-requests.ts';
import { signedRoutes } from './signed-body.ts';
import { watchCaller } from './watched-caller.ts';

export interface ApiRoutesOptions {
  /** What may not be done by one person alone. */
  readonly access: Pick<Access, 'recheck' | 'onChange'> & { readonly approvals: Pick<Approvals, 'hold'> };
  readonly handlers: Handlers;
  readonly idempotency: Idempotency;
  readonly openRequests: OpenRequests;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** What the table and the handlers say, with the types of each route forgotten: every route is served alike. */
type AnyHandler = (input: unknown, context: CallContext) => unknown;
type AnyStream = (input: unknown, context: StreamContext) => AsyncIterable<StreamItem<unknown>>;

/** Every route of the API's table that has a handler: parse, call one function, serialise. */
export function registerApiRoutes(app: FastifyInstance, options: ApiRoutesOptions): void {
  for (const [name, handler] of Object.entries(options.handlers)) {
    const route: Route = routes[name as RouteName];
    app.route({
      method: route.method,
      url: route.path.replace(/\{(\w+)\}/g, ':$1'),
      config: { permission: route.permission, ...(signedRoutes.has(name) ? { takesSignature: true as const } : {}) },
      handler: route.stream
        ? (request, reply) => stream(route, handler as AnyStream, request, reply, options)
        : (request, reply) => answer(name, handler as AnyHandler, request, reply, options),
    });
  }
}

async function answer(
  name: string,
  handler: AnyHandler,
  request: FastifyRequest,
  reply: FastifyReply,
  { idempotency, openRequests, access }: ApiRoutesOptions,
): Promise<FastifyReply> {
  const route: Route = routes[name as RouteName];
  const input = parseInput(route, request);
  const context = contextOf(request, openRequests.signalOf(reply));
  const work = async () => {
    const asking = { request, caller: context.caller, approvals: access.approvals };
    const held = route.method === 'GET' ? undefined : await hold(name, input, asking);
    if (held !== undefined) return { status: 202, body: JSON.stringify({ approval: held }) };
    const output = await handler(input, context);
    return { status: route.status ?? 200, body: JSON.stringify(route.response.parse(output)) };
  };
  const content = JSON.stringify([route.method, request.url, request.body ?? null]);
  const key = route.leavesNoTrace ? undefined : context.requestKey;
  const { status, body } = key === undefined ? await work() : await idempotency.once({ key, content }, work);
  return reply.code(status).header('cache-control', 'no-store').type('application/json; charset=utf-8').send(body);
}

async function stream(
  route: Route,
  handler: AnyStream,
  request: FastifyRequest,
  reply: FastifyReply,
  { access, openRequests, clock, logger }: ApiRoutesOptions,
): Promise<void> {
  const input = parseInput(route, request);
  const lastEventId = request.headers['last-event-id'];
  const watched = watchCaller(request, { access, clock });
  const context: StreamContext = {
    ...contextOf(request, AbortSignal.any([openRequests.signalOf(reply), watched.signal])),
    lastEventId: typeof lastEventId === 'string' ? lastEventId : undefined,
  };
  // The answer has begun: an error can no longer be told to the client, which sees the connection cut.
  await writeEventStream(reply, handler(input, context), { clock, ...defaultEventStream }).catch((error: unknown) => {
    logger.error('a stream broke off', { error, path: route.path });
  });
  watched.stop();
}

function contextOf(request: FastifyRequest, signal: AbortSignal): CallContext {
  const { principal } = request;
  // The guard lets nobody through to a handler unknown; this says so to the compiler, and to whoever changes the guard.
  if (principal === undefined) throw new HttpError('unauthenticated');
  const key = request.method === 'GET' ? undefined : idempotencyKey(request);
  const requestKey = key === undefined ? undefined : `${principal.name} ${key}`;
  const from = { sourceAddress: request.ip, origin: `${request.protocol}://${request.host}` };
  return { caller: principal, requestId: request.id, signal, requestKey, ...from };
}

function parseInput(route: Route, request: FastifyRequest): Record<string, unknown> {
  const places = { params: route.params, query: route.query, body: route.body };
  const given = { params: request.params, query: request.query, body: request.body ?? {} };
  const input: Record<string, unknown> = {};
  const details: { path: string; message: string }[] = [];
  for (const place of ['params', 'query', 'body'] as const) {
    const schema = places[place];
    if (schema === undefined) continue;
    const parsed = schema.safeParse(given[place]);
    if (parsed.success) input[place] = parsed.data;
    else details.push(...parsed.error.issues.map((issue) => toDetail(place, issue)));
  }
  if (details.length > 0) throw new HttpError('bad_request', undefined, details);
  return input;
}

export function toDetail(place: string, issue: z.core.$ZodIssue): { path: string; message: string } {
  return { path: [place, ...issue.path].join('.'), message: issue.message };
}

function idempotencyKey(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) return undefined;
  if (typeof key === 'string' && /^[\x21-\x7e]{1,200}$/.test(key)) return key;
  const message = 'one to 200 visible ASCII characters';
  throw new HttpError('bad_request', undefined, [{ path: 'headers.idempotency-key', message }]);
}
