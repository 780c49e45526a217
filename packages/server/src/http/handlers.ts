import type { CallOutput, RouteName, routes } from '@seaworthy/api';
import type { z } from 'zod';
import type { Principal } from '../access/principal.ts';

/**
 * What stands behind the routes: one function a route, by its name in the API's table. They are handed over at wiring;
 * http knows none of the flows.
 */
export type Handlers = { readonly [N in PlainRoute]: Handler<N> } & {
  readonly [N in StreamRoute]: StreamHandler<N>;
};

type Routes = typeof routes;
export type StreamRoute = { [N in RouteName]: Routes[N] extends { readonly stream: true } ? N : never }[RouteName];
/** Answered by http itself, which alone sees cookies. */
export type SessionRoute = 'signIn' | 'refreshSession' | 'session' | 'signOut' | 'signInOptions';
export type PlainRoute = Exclude<RouteName, StreamRoute | SessionRoute>;

export type Handler<N extends RouteName> = (
  input: HandlerInput<N>,
  context: CallContext,
) => Promise<CallOutput<N>> | CallOutput<N>;

/** Ends when `context.signal` aborts: the reader has gone. */
export type StreamHandler<N extends RouteName> = (
  input: HandlerInput<N>,
  context: StreamContext,
) => AsyncIterable<StreamItem<CallOutput<N>>>;

export interface StreamItem<T> {
  /** Resumes the stream; absent when the stream cannot be resumed. */
  readonly id?: string;
  readonly type?: string;
  readonly data: T;
}

type Parsed<R, K extends string> = R extends { readonly [P in K]: infer S extends z.ZodType }
  ? { readonly [P in K]: z.output<S> }
  : unknown;

/** `params`, `query` and `body` as the route declares them, parsed. */
export type HandlerInput<N extends RouteName> = Parsed<Routes[N], 'params'> &
  Parsed<Routes[N], 'query'> &
  Parsed<Routes[N], 'body'>;

export interface CallContext {
  readonly caller: Principal;
  readonly sourceAddress: string;
  /** As the caller reached us: `http://127.0.0.1:7070`. */
  readonly origin: string;
  readonly requestId: string;
  /** Aborts when the client goes away. */
  readonly signal: AbortSignal;
  /** The caller's Idempotency-Key, made its own: a change that began before a crash is found by it. */
  readonly requestKey: string | undefined;
}

export interface StreamContext extends CallContext {
  readonly lastEventId: string | undefined;
}
