import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Logger } from '@seaworthy/kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { HttpError, toAnswer } from './errors.ts';

/** What answers at `/v1/traces`, `/v1/metrics` and `/v1/logs`. */
export interface OtlpFace {
  /** Always answers. */
  handle(signal: OtlpSignal, body: Buffer, contentType: string): Promise<OtlpFaceAnswer>;
  /** The same for what this server refuses by itself, in the encoding of the request. */
  refuse(status: number, message: string, contentType: string): OtlpFaceAnswer;
}

export interface OtlpFaceAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
  readonly retryAfterSeconds?: number;
}

export const otlpSignals = ['traces', 'metrics', 'logs'] as const;
export type OtlpSignal = (typeof otlpSignals)[number];

export const OTLP_PERMISSION = 'telemetry:write';

export interface OtlpLimits {
  /** Of one body, as sent and unpacked. */
  readonly bodyBytes: number;
  /** Of all bodies that are being read. */
  readonly heldBytes: number;
}

export interface OtlpRoutesOptions {
  readonly otlp: OtlpFace;
  readonly otlpLimits?: OtlpLimits;
  readonly logger: Logger;
}

const defaultLimits: OtlpLimits = { bodyBytes: 16 * 1024 * 1024, heldBytes: 48 * 1024 * 1024 };
const BUSY_RETRY_SECONDS = 1;

/** OTLP over HTTP: what any OpenTelemetry SDK or collector sends. */
export function registerOtlp(
  app: FastifyInstance,
  { otlp, otlpLimits = defaultLimits, logger }: OtlpRoutesOptions,
): void {
  app.register(async (face) => {
    const read = createBodyReader(otlpLimits);
    // Any type is read: the receiver refuses those that it does not know, in its own words.
    face.removeAllContentTypeParsers();
    face.addContentTypeParser('*', (request: FastifyRequest, payload: Readable) => read(request, payload));
    answerErrors(face, otlp, logger);
    for (const signal of otlpSignals) {
      face.route({
        method: 'POST',
        url: `/v1/${signal}`,
        bodyLimit: otlpLimits.bodyBytes,
        config: { permission: OTLP_PERMISSION, ownPagesOnly: true, isQuiet: true },
        handler: async (request, reply) => {
          const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
          return send(reply, await otlp.handle(signal, body, contentTypeOf(request)));
        },
      });
    }
  });
}

function send(reply: FastifyReply, { status, contentType, body, retryAfterSeconds }: OtlpFaceAnswer): FastifyReply {
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
  return reply.code(status).type(contentType).send(body);
}

function contentTypeOf({ headers }: FastifyRequest): string {
  return headers['content-type'] ?? '';
}

/** Too many bodies at once; each is read whole before it is decoded. */
class BusyError extends Error {}

function answerErrors(face: FastifyInstance, otlp: OtlpFace, logger: Logger): void {
  face.setErrorHandler((error, request, reply) => {
    const contentType = contentTypeOf(request);
    if (error instanceof BusyError) {
      const answer = otlp.refuse(503, 'Too much telemetry comes at once.', contentType);
      return send(reply, { ...answer, retryAfterSeconds: BUSY_RETRY_SECONDS });
    }
    const { status, body, isOurs } = toAnswer(error, request.id);
    if (isOurs) logger.error('a request failed', { error, requestId: request.id });
    // What was not read of the body would be taken for the next request.
    if (status === 413) reply.header('connection', 'close');
    return send(reply, otlp.refuse(status, `${body.error.message} ${body.error.hint}`, contentType));
  });
}

/** Reads bodies, packed by gzip or plain; counts what comes out and stops at the limit, so that a bomb never goes off. */
function createBodyReader({ bodyBytes, heldBytes }: OtlpLimits) {
  let held = 0;
  return async ({ headers }: FastifyRequest, payload: Readable): Promise<Buffer> => {
    const chunks: Buffer[] = [];
    let own = 0;
    try {
      for await (const chunk of unpacked(payload, headers['content-encoding'])) {
        own += chunk.length;
        held += chunk.length;
        if (own > bodyBytes) throw new HttpError('too_large', `The body is longer than ${bodyBytes} bytes.`);
        if (held > heldBytes) throw new BusyError();
        chunks.push(chunk);
      }
      return Buffer.concat(chunks);
    } catch (error) {
      payload.resume();
      if (error instanceof HttpError || error instanceof BusyError) throw error;
      throw new HttpError(
        'bad_request',
        `The body cannot be read: ${error instanceof Error ? error.message : 'broken'}.`,
      );
    } finally {
      held -= own;
    }
  };
}

function unpacked(payload: Readable, encoding = 'identity'): AsyncIterable<Buffer> {
  if (encoding === 'identity' || encoding === '') return withoutDestroying(payload);
  if (encoding !== 'gzip') throw new HttpError('bad_request', `The encoding ${encoding} is not supported: use gzip.`);
  const gunzip = createGunzip();
  payload.once('error', (error) => gunzip.destroy(error));
  payload.once('close', () => {
    if (!payload.readableEnded) gunzip.destroy();
  });
  return payload.pipe(gunzip);
}

/** The connection is needed for the answer also when reading stops early. */
function withoutDestroying(payload: Readable): AsyncIterable<Buffer> {
  return { [Symbol.asyncIterator]: () => payload.iterator({ destroyOnReturn: false }) };
}
