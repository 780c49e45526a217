import type { IncomingHttpHeaders, IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { z } from 'zod';
import { HeldAnswer } from './approval.ts';
import type { CallOutput } from './caller.ts';
import type { ErrorCode } from './errors.ts';
import { errors } from './errors.ts';
import type { Route } from './route.ts';
import type { RouteName } from './routes.ts';
import { routes } from './routes.ts';

export * from './samples/access-testing.ts';
export * from './samples/health-testing.ts';
export * from './samples/slo-testing.ts';
export * from './samples/testing.ts';
export * from './samples/trace-testing.ts';

type Routes = typeof routes;
type Given<N extends RouteName, K extends string> = Routes[N] extends { readonly [P in K]: infer S extends z.ZodType }
  ? z.output<S>
  : undefined;

export interface StubRequest<N extends RouteName = RouteName> {
  readonly name: N;
  readonly params: Given<N, 'params'>;
  readonly query: Given<N, 'query'>;
  readonly body: Given<N, 'body'>;
  readonly headers: IncomingHttpHeaders;
  /** Aborts when the client has gone. */
  readonly signal: AbortSignal;
}
type Answer<N extends RouteName> = Routes[N] extends { stream: true } ? AsyncIterable<CallOutput<N>> : CallOutput<N>;
/** What a stub answers, route by route. A route without a handler answers `not_found`. */
export type Handlers = { [N in RouteName]?: (request: StubRequest<N>) => Answer<N> | Promise<Answer<N>> };

export interface Stub {
  readonly url: string;
  readonly token: string;
  /** Every request that a handler saw, in order. */
  readonly requests: readonly StubRequest[];
  close(): Promise<void>;
}

export interface StubOptions {
  readonly token?: string;
  readonly port?: number;
  /** Answers what is no route of the API. */
  readonly onOther?: (request: IncomingMessage, response: ServerResponse) => void;
}

/** Thrown by a handler: the stub answers with this entry of the error table. */
export class Refusal extends Error {
  constructor(
    readonly code: ErrorCode,
    message: string = errors[code].message,
    readonly details: readonly { readonly path: string; readonly message: string }[] = [],
  ) {
    super(message);
  }
}

/** Thrown by a handler: the connection breaks before an answer. */
export class BreakOff extends Error {}

/**
 * A control plane for tests, over real HTTP. It holds both sides to the contract: a request that the route table does
 * not describe is answered 400, and an answer that does not fit the route's schema 500, with the places that differ.
 */
export async function startStub(handlers: Handlers, o: StubOptions = {}): Promise<Stub> {
  const token = o.token ?? 'sw_test';
  const requests: StubRequest[] = [];
  const server = createServer((request, response) => {
    const found = findRoute(request);
    if (found === undefined && o.onOther) return o.onOther(request, response);
    answer(found, request, response, handlers, { token, requests }).catch((error: unknown) => fail(response, error));
  });
  await new Promise<void>((resolve) => server.listen(o.port ?? 0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, token, requests, close: () => closeServer(server) };
}

interface Found {
  readonly name: RouteName;
  readonly route: Route;
  readonly params: Record<string, string>;
  readonly query: Record<string, string>;
}

function findRoute(request: IncomingMessage): Found | undefined {
  const url = new URL(request.url ?? '/', 'http://stub');
  for (const [name, route] of Object.entries(routes) as [RouteName, Route][]) {
    const pattern = new RegExp(`^${route.path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
    const match = pattern.exec(url.pathname);
    if (match === null || route.method !== request.method) continue;
    return { name, route, params: { ...match.groups }, query: Object.fromEntries(url.searchParams) };
  }
  return undefined;
}

async function answer(
  found: Found | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  handlers: Handlers,
  stub: { token: string; requests: StubRequest[] },
): Promise<void> {
  if (found === undefined) throw new Refusal('not_found', `No route ${request.method} ${request.url}.`);
  const { name, route } = found;
  if (route.permission !== null && !isSignedIn(request, stub.token)) throw new Refusal('unauthenticated');
  const body = route.body && JSON.parse((await readText(request)) || '{}');
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const seen = {
    name,
    params: parse(route.params, found.params),
    query: parse(route.query, found.query),
    body: parse(route.body, body),
    headers: request.headers,
    signal: gone.signal,
  } as StubRequest;
  stub.requests.push(seen);
  const handler = handlers[name] as ((request: StubRequest) => unknown) | undefined;
  if (!handler) throw new Refusal('not_found', `The stub has no handler for ${name}.`);
  const given = await handler(seen);
  if (route.stream) return writeStream(response, route, given as AsyncIterable<unknown>);
  if (name === 'signIn')
    response.setHeader('set-cookie', `seaworthy_session=${stub.token}; Path=/; HttpOnly; SameSite=Strict`);
  if (name === 'signOut') response.setHeader('set-cookie', 'seaworthy_session=; Path=/; Max-Age=0');
  // A handler may also answer what waits for a second person.
  const held = HeldAnswer.safeParse(given);
  response.writeHead(held.success ? 202 : (route.status ?? 200), { 'content-type': 'application/json' });
  response.end(JSON.stringify(held.success ? held.data : route.response.parse(given)));
}

/** By token or, as a browser does, by the session cookie; the cookie's value is the token. */
function isSignedIn({ headers }: IncomingMessage, token: string): boolean {
  return headers.authorization === `Bearer ${token}` || (headers.cookie ?? '').includes(`seaworthy_session=${token}`);
}

function parse(schema: z.ZodType | undefined, given: unknown): unknown {
  const parsed = schema?.safeParse(given);
  if (parsed?.success === false) throw new Refusal('bad_request', parsed.error.message);
  return parsed?.data;
}

async function writeStream(response: ServerResponse, route: Route, events: AsyncIterable<unknown>): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.flushHeaders();
  let count = 0;
  for await (const given of events) {
    const event = route.response.parse(given) as { id?: number; type?: string };
    count += 1;
    response.write(`id: ${event.id ?? count}\nevent: ${event.type ?? 'line'}\ndata: ${JSON.stringify(event)}\n\n`);
  }
  response.end();
}

function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent || error instanceof BreakOff) return void response.destroy();
  const code = error instanceof Refusal ? error.code : 'internal';
  const entry = errors[code];
  const message = error instanceof Error ? error.message : String(error);
  const details = error instanceof Refusal && error.details.length > 0 ? { details: error.details } : {};
  response.writeHead(entry.status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ error: { code, message, hint: entry.hint, requestId: 'r-1', ...details } }));
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
