import type { z } from 'zod';
import type { Approval } from './approval.ts';
import type { StreamEvent } from './event-stream.ts';
import { readEventStream } from './event-stream.ts';
import type { ErrorBody, Route } from './route.ts';
import type { RouteName, routes } from './routes.ts';

type Routes = typeof routes;
/** How a route is reached. The whole route table is one, and so is a smaller table without the schemas. */
export type Address<N extends RouteName> = Pick<Routes[N], 'method' | 'path'>;
export type Addresses<N extends RouteName> = { readonly [K in N]: Address<K> };

type In<R, K extends string> = R extends { readonly [P in K]: infer S extends z.ZodType }
  ? { [P in K]: z.input<S> }
  : unknown;

/** `params`, `query` and `body` as the route declares them; what it does not declare is not accepted. */
export type CallInput<N extends RouteName> = In<Routes[N], 'params'> & In<Routes[N], 'query'> & In<Routes[N], 'body'>;
export type CallOutput<N extends RouteName> = z.output<Routes[N]['response']>;

export interface CallOptions {
  /** Repeats of a change under one key are carried out once. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
  /** Why a change is not to wait for a second person; needs `approvals:break-glass`. */
  readonly breakGlass?: string;
}

export interface ClientOptions {
  /** Without a trailing slash; empty in the console, where the page's own origin answers. */
  readonly baseUrl: string;
  readonly token?: string;
  /** The fetch to use: the browser's, or undici's in Node (its own hangs on a peer that closes at once). */
  readonly fetch: (url: string, init: FetchInit) => Promise<FetchAnswer>;
}
interface FetchInit {
  method: string;
  headers: Record<string, string>;
  body?: string;
  signal?: AbortSignal;
}
export interface FetchAnswer {
  readonly ok: boolean;
  readonly status: number;
  readonly body: unknown;
  text(): Promise<string>;
}

/** An error that the control plane answered with. `code` is one of the error table, or `http_<status>`. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly hint: string,
    readonly requestId: string,
    readonly details: readonly { path: string; message: string }[],
  ) {
    super(message);
  }
}

/** The change was not made: a second person has to approve it first. */
export class ApprovalNeededError extends ApiError {
  constructor(readonly approval: Approval) {
    const { id, summary, expiresAt, needed } = approval;
    const whom = needed === 1 ? 'somebody else' : `${needed} others`;
    const message = `${summary} waits for approval by ${whom}, until ${expiresAt}.`;
    super(202, 'approval_needed', message, `Ask for \`seaworthy approvals approve ${id}\`.`, '', []);
  }
}

/** The control plane could not be reached, or the connection broke before it answered. Safe to retry reads. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

/** What `/prometheus/api/v1` answered: data in Prometheus' own form, and its remarks. */
export interface PrometheusAnswer {
  readonly data: unknown;
  readonly warnings: readonly string[];
  readonly infos: readonly string[];
}

/** Calls the routes of `Names`; by default all. */
export interface Client<Names extends RouteName = RouteName> {
  call<N extends Names>(name: N, input: CallInput<N>, options?: CallOptions): Promise<CallOutput<N>>;
  /** Yields until the server ends the stream, the connection breaks (throws `UnreachableError`) or `signal` aborts. */
  stream<N extends Names>(
    name: N,
    input: CallInput<N>,
    options?: CallOptions & { lastEventId?: string },
  ): AsyncIterable<StreamEvent<CallOutput<N>>>;
  /**
   * Asks Prometheus' API, `/query` say, by a form where it takes one: an expression may be longer than an address. What
   * it refuses is an ApiError too: Prometheus' words, under the code of ours that means the same.
   */
  prometheus(
    path: PrometheusPath,
    parameters: Readonly<Record<string, string>>,
    options?: Pick<CallOptions, 'signal'>,
  ): Promise<PrometheusAnswer>;
  /** What is too large for one document, as it comes; throws `UnreachableError` when it breaks off. */
  download(
    path: '/api/v1/audit/export',
    query: Readonly<Record<string, string | number | undefined>>,
    options?: Pick<CallOptions, 'breakGlass' | 'signal'>,
  ): AsyncIterable<Uint8Array>;
}

export type PrometheusPath = PrometheusFormPath | '/metadata' | `/label/${string}/values`;
/** What takes its parameters as a form. */
type PrometheusFormPath = '/query' | '/query_range' | '/series' | '/labels' | '/format_query';

/**
 * The client over a given table of addresses. It needs no schema, so that the console does not carry them; everyone
 * else takes `createClient`.
 */
export function createCaller<Names extends RouteName>(
  addresses: Addresses<Names>,
  options: ClientOptions,
): Client<Names> {
  const send = async (
    route: Pick<Route, 'method' | 'path'>,
    input: RawInput,
    init: Partial<FetchInit>,
    headers: Record<string, string>,
  ) => {
    const request: FetchInit = { method: route.method, headers: { ...authorization(options), ...headers }, ...init };
    let answer: FetchAnswer;
    try {
      answer = await options.fetch(options.baseUrl + fillPath(route.path, input), request);
    } catch (cause) {
      if (init.signal?.aborted) throw cause;
      throw new UnreachableError(`The control plane at ${options.baseUrl || 'this page'} cannot be reached.`, {
        cause,
      });
    }
    if (!answer.ok) throw await readError(answer);
    return answer;
  };
  return {
    async prometheus(path, parameters, { signal } = {}) {
      const full = `/prometheus/api/v1${path}`;
      const stop = signal === undefined ? {} : { signal };
      const accept = { accept: 'application/json' };
      const form = { ...accept, 'content-type': 'application/x-www-form-urlencoded' };
      const given = String(new URLSearchParams(parameters));
      const sent = takesForm(path)
        ? send({ method: 'POST', path: full }, {}, { body: given, ...stop }, form)
        : send({ method: 'GET', path: full }, { query: parameters }, stop, accept);
      const answer = JSON.parse(await (await sent).text());
      return { data: answer.data, warnings: answer.warnings ?? [], infos: answer.infos ?? [] };
    },
    async *download(path, query, { breakGlass, signal } = {}) {
      const init = signal === undefined ? {} : { signal };
      const answer = await send({ method: 'GET', path }, { query }, init, breakGlassHeaders(breakGlass));
      if (answer.status === 202) throw new ApprovalNeededError(JSON.parse(await answer.text()).approval);
      try {
        yield* answer.body as AsyncIterable<Uint8Array>;
      } catch (cause) {
        throw new UnreachableError('The download broke off.', { cause });
      }
    },
    async call(name, input, callOptions = {}) {
      const route = addresses[name];
      const raw = input as RawInput;
      const headers: Record<string, string> = { accept: 'application/json' };
      if (raw.body !== undefined) headers['content-type'] = 'application/json';
      if (callOptions.idempotencyKey !== undefined) headers['idempotency-key'] = callOptions.idempotencyKey;
      Object.assign(headers, breakGlassHeaders(callOptions.breakGlass));
      const init: Partial<FetchInit> = {};
      if (raw.body !== undefined) init.body = JSON.stringify(raw.body);
      if (callOptions.signal !== undefined) init.signal = callOptions.signal;
      const answer = await send(route, raw, init, headers);
      const body = JSON.parse(await answer.text());
      if (answer.status === 202 && isHeld(body)) throw new ApprovalNeededError(body.approval);
      return body;
    },
    async *stream(name, input, streamOptions = {}) {
      const headers: Record<string, string> = { accept: 'text/event-stream' };
      if (streamOptions.lastEventId !== undefined) headers['last-event-id'] = streamOptions.lastEventId;
      const init = streamOptions.signal === undefined ? {} : { signal: streamOptions.signal };
      const answer = await send(addresses[name], input as RawInput, init, headers);
      try {
        yield* readEventStream(answer.body as AsyncIterable<Uint8Array>);
      } catch (cause) {
        if (streamOptions.signal?.aborted) return;
        throw new UnreachableError('The live stream broke off.', { cause });
      }
    },
  };
}

function takesForm(path: PrometheusPath): boolean {
  return path !== '/metadata' && !path.startsWith('/label/');
}

/** No answer of a change has such a field. */
function isHeld(body: unknown): body is { readonly approval: Approval } {
  return typeof body === 'object' && body !== null && 'approval' in body;
}

function breakGlassHeaders(reason: string | undefined): Record<string, string> {
  return reason === undefined ? {} : { 'seaworthy-break-glass': encodeURIComponent(reason) };
}

interface RawInput {
  readonly params?: Record<string, unknown>;
  readonly query?: Record<string, unknown>;
  readonly body?: unknown;
}

function authorization(options: ClientOptions): Record<string, string> {
  return options.token === undefined ? {} : { authorization: `Bearer ${options.token}` };
}

function fillPath(path: string, input: RawInput): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(input.params?.[name])));
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(input.query ?? {})) {
    if (value !== undefined) query.set(key, String(value));
  }
  return query.size === 0 ? filled : `${filled}?${query}`;
}

async function readError(answer: FetchAnswer): Promise<ApiError> {
  const text = await answer.text();
  const error = parseErrorBody(text) ?? parsePrometheusError(text);
  if (error !== undefined) {
    return new ApiError(answer.status, error.code, error.message, error.hint, error.requestId, error.details ?? []);
  }
  const message = `The control plane answered ${answer.status} with no error body.`;
  return new ApiError(
    answer.status,
    `http_${answer.status}`,
    message,
    'Is this URL a Seaworthy control plane?',
    '',
    [],
  );
}

function parseErrorBody(text: string): ErrorBody['error'] | undefined {
  try {
    const { error } = JSON.parse(text) as Partial<ErrorBody>;
    const isWhole = [error?.code, error?.message, error?.hint, error?.requestId].every((v) => typeof v === 'string');
    return isWhole ? error : undefined;
  } catch {
    return undefined;
  }
}

/** The codes of ours that mean what Prometheus' types of errors do, and what to do then. */
const prometheusTypes: Readonly<Record<string, readonly [code: string, hint: string]>> = {
  unauthorized: ['unauthenticated', 'Sign in, or set SEAWORTHY_TOKEN.'],
  forbidden: ['forbidden', 'Ask an administrator for the permission metrics:read.'],
  not_found: ['not_found', 'Check the name.'],
  execution: ['http_422', 'Change the expression: it was understood, and could not be answered.'],
  timeout: ['unavailable', 'Ask for less: a shorter time, a longer step, fewer series.'],
  internal: ['internal', 'Look into the log of the control plane.'],
  unavailable: ['unavailable', 'Try again in a moment.'],
  canceled: ['unavailable', 'Try again in a moment.'],
};

function parsePrometheusError(text: string): ErrorBody['error'] | undefined {
  try {
    const { status, errorType, error } = JSON.parse(text) as Record<string, unknown>;
    if (status !== 'error' || typeof errorType !== 'string' || typeof error !== 'string') return undefined;
    const [code, hint] = prometheusTypes[errorType] ?? ['bad_request', 'Mend what the message names.'];
    return { code, hint, message: error, requestId: '' };
  } catch {
    return undefined;
  }
}
