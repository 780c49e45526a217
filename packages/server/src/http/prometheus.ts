import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import type { Logger } from '@seaworthy/kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../platform/clock.ts';
import { toAnswer } from './errors.ts';
import type { OpenRequests } from './open-requests.ts';
import { registerPeerHealth } from './peer-health.ts';

/** What answers below `/prometheus/api/v1`. */
export type PrometheusFace = (request: {
  readonly method: string;
  readonly path: string;
  readonly parameters: URLSearchParams;
  readonly signal: AbortSignal;
}) => Promise<FaceAnswer>;

export interface FaceAnswer {
  readonly status: number;
  /** Made as it is taken. */
  readonly body: Iterable<string>;
  /** Called once, when the body was taken or nobody wants it any more. */
  finished(): void;
}

export interface PrometheusRoutesOptions {
  readonly api: PrometheusFace;
  readonly openRequests: OpenRequests;
  readonly isReady: () => Promise<boolean>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** Of all its paths. */
export const PROMETHEUS_PERMISSION = 'metrics:read';

const FORM = 'application/x-www-form-urlencoded';
/** After so many characters others get their turn. */
const PIECE_LENGTH = 64 * 1024;
/** A client that takes nothing for so long is cut off: its answer is held in memory meanwhile. */
const STALL_MS = 30_000;

/** Prometheus' HTTP API, for Prometheus' own tools and for Grafana. */
export function registerPrometheus(app: FastifyInstance, options: PrometheusRoutesOptions): void {
  app.register(
    async (face) => {
      // Only here are forms read: whoever sends one with a cookie has passed the guard, which asks from which page it came.
      face.removeAllContentTypeParsers();
      face.addContentTypeParser(FORM, { parseAs: 'string' }, (_, body, done) => done(null, String(body)));
      answerErrors(face, options.logger);
      registerPeerHealth(face, options.isReady);
      face.route({
        method: ['GET', 'POST', 'PUT', 'DELETE'],
        url: '/api/v1/*',
        config: { permission: PROMETHEUS_PERMISSION, ownPagesOnly: true },
        handler: (request, reply) => answer(request, reply, options),
      });
    },
    { prefix: '/prometheus' },
  );
}

async function answer(request: FastifyRequest, reply: FastifyReply, options: PrometheusRoutesOptions) {
  const { '*': path } = request.params as { '*': string };
  const given = { method: request.method, path: `/${path}`, parameters: parametersOf(request) };
  const { status, body, finished } = await options.api({ ...given, signal: options.openRequests.signalOf(reply) });
  if (reply.raw.destroyed) finished();
  else reply.raw.once('close', finished);
  reply.code(status).header('cache-control', 'no-store').type('application/json; charset=utf-8');
  const pieces = inPieces(body);
  const first = pieces.next().value ?? '';
  const second = pieces.next().value;
  if (second === undefined) return reply.send(first);
  return reply.send(Readable.from(turnByTurn([first, second], pieces, watch(reply, options.clock))));
}

/** Those of the form first, as Go's servers read them. */
function parametersOf({ body, raw }: FastifyRequest): URLSearchParams {
  const [, ofAddress] = splitOnce(raw.url ?? '', '?');
  const ofForm = new URLSearchParams(typeof body === 'string' ? body : '');
  return new URLSearchParams([...ofForm, ...new URLSearchParams(ofAddress)]);
}

function splitOnce(text: string, at: string): [string, string] {
  const index = text.indexOf(at);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + 1)];
}

function* inPieces(body: Iterable<string>): Generator<string, undefined> {
  let piece = '';
  for (const text of body) {
    piece += text;
    if (piece.length < PIECE_LENGTH) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

async function* turnByTurn(begun: readonly string[], rest: Iterable<string>, onTaken: () => void) {
  for (const piece of begun) yield piece;
  for (const piece of rest) {
    onTaken();
    await turn();
    yield piece;
  }
}

/** Cuts the connection when nothing was taken between two looks. */
function watch({ raw }: FastifyReply, clock: Clock): () => void {
  let [taken, seen] = [0, -1];
  const stop = clock.every(STALL_MS, () => {
    if (taken === seen) raw.destroy();
    seen = taken;
  });
  raw.once('close', stop);
  return () => {
    taken++;
  };
}

const ERROR_TYPES: Readonly<Record<number, string>> = { 401: 'unauthorized', 403: 'forbidden', 404: 'not_found' };

function answerErrors(face: FastifyInstance, logger: Logger): void {
  face.setErrorHandler((error, request, reply) => {
    const { status, body, isOurs } = toAnswer(error, request.id);
    if (isOurs) logger.error('a request failed', { error, requestId: request.id });
    const errorType = ERROR_TYPES[status] ?? (isOurs ? 'internal' : 'bad_data');
    const { message, hint } = body.error;
    const said = isUnreadable(error) ? `The body is not ${FORM}.` : `${message} ${hint}`;
    return reply.code(status).send({ status: 'error', errorType, error: said });
  });
}

function isUnreadable(error: unknown): boolean {
  return error instanceof Error && 'statusCode' in error && error.statusCode === 415;
}
