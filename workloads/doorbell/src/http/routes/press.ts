import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Clock } from '@seaworthy/kit';
import { currentContext, currentSpan } from '@seaworthy/kit';
import type { DoorbellMetrics } from '../../monitoring/metrics.ts';
import type { Admission, VisitFlow } from '../../visit/flow.ts';
import type { Debouncer } from '../../visit/press/debounce.ts';
import type { Press, PressSource } from '../../visit/press/press.ts';
import { timeOfDay } from '../../visit/press/press.ts';
import type { PictureLimits } from '../../visit/press/receive.ts';
import { checkPicture } from '../../visit/press/receive.ts';
import type { VisitEvent } from '../../visit/store/visit-event.ts';
import { readBody } from '../body.ts';
import { ApiError } from '../errors.ts';
import type { Exchange, Route } from '../exchange.ts';
import { sendJson } from '../exchange.ts';
import { translateError } from '../translate-error.ts';

export interface PressRouteOptions {
  readonly flow: VisitFlow;
  readonly debouncer: Debouncer<VisitEvent>;
  readonly cameras: ReadonlySet<string>;
  readonly maxPictureBytes: number;
  readonly limits: PictureLimits;
  readonly timeoutMs: number;
  readonly metrics: DoorbellMetrics;
  readonly clock: Clock;
}

/**
 * POST /api/doorbell/press: a JPEG as the body, or `?camera=NAME`. Presses of one source within the debounce window
 * are one visit: later ones get the first one's event, with `debounced: true`. The source is the camera, else the
 * header `X-Source`, else the client's address.
 */
export function pressRoute(options: PressRouteOptions): Route {
  return { method: 'POST', path: '/api/doorbell/press', handle: (exchange) => press(exchange, options) };
}

async function press(exchange: Exchange, options: PressRouteOptions): Promise<void> {
  const { request, response } = exchange;
  const source = sourceOf(exchange, options.cameras);
  const admission = options.debouncer.covers(keyOf(source)) ? undefined : admit(options);
  try {
    const picture = await pictureOf(request, source, options.maxPictureBytes);
    const { answer, isRepeat } = options.debouncer.press(keyOf(source), () =>
      ring(admission ?? admit(options), toPress(source, picture, exchange, options.clock), options),
    );
    if (isRepeat) {
      if (picture) checkPicture(picture, options.limits);
      options.metrics.pipelineEvent('doorbell_pressed', 'debounced');
    }
    const event = await inTime(answer, options);
    tellTrace(event, isRepeat);
    sendJson(response, 200, { ...answerOf(event), ...(isRepeat && { debounced: true }) });
  } finally {
    admission?.release();
  }
}

function admit({ flow, metrics }: PressRouteOptions): Admission {
  const admission = flow.admit();
  if (admission) return admission;
  metrics.pipelineEvent('doorbell_pressed', 'refused');
  metrics.error('press', 'queue_full', 'warning');
  throw new ApiError('busy', 'too many presses are waiting already');
}

/** Errors are counted where they happen, in the stages; here they only become an answer. */
async function ring(admission: Admission, received: Press, { metrics }: PressRouteOptions): Promise<VisitEvent> {
  metrics.trigger(received.source.kind, timeOfDay(new Date(received.occurredAtMs).getHours()));
  try {
    return await admission.ring(received);
  } catch (error) {
    throw translateError(error);
  }
}

function toPress(source: PressSource, picture: Uint8Array | undefined, { traceId }: Exchange, clock: Clock): Press {
  return {
    eventId: randomUUID(),
    source,
    occurredAtMs: clock.now(),
    startedMonotonicMs: clock.monotonicMs(),
    traceId,
    context: currentContext(),
    picture,
  };
}

/** A repeated press is a trace of its own, that names the one in which the visit was looked at. */
function tellTrace({ eventId, outcome, traceId }: VisitEvent, isRepeat: boolean): void {
  const attributes = { 'doorbell.event_id': eventId, 'doorbell.outcome': outcome };
  currentSpan()?.setAttributes({ ...attributes, ...(isRepeat && { 'doorbell.first_trace_id': traceId }) });
}

async function pictureOf(
  request: IncomingMessage,
  source: PressSource,
  maxBytes: number,
): Promise<Uint8Array | undefined> {
  const body = await readBody(request, maxBytes);
  if (source.kind === 'camera') return undefined;
  if (body.length === 0) throw new ApiError('picture_missing', 'the press has neither a picture nor a camera');
  return body;
}

function sourceOf({ query, request }: Exchange, cameras: ReadonlySet<string>): PressSource {
  const camera = query.get('camera');
  if (camera !== null) {
    if (!cameras.has(camera)) throw new ApiError('camera_unknown', 'there is no camera of that name');
    return { kind: 'camera', name: camera };
  }
  const named = request.headers['x-source'];
  const name = typeof named === 'string' ? named.replaceAll(/[^\w .:-]/g, '').slice(0, 64) : '';
  return { kind: 'http', name: name === '' ? clientAddress(request) : name };
}

/** The proxy in front says who the client is, but only one on this machine is believed. */
function clientAddress(request: IncomingMessage): string {
  const peer = request.socket.remoteAddress ?? 'unknown';
  const forwarded = request.headers['x-forwarded-for'];
  const isLocal = peer === '::1' || peer.replace('::ffff:', '').startsWith('127.');
  const last = typeof forwarded === 'string' ? forwarded.split(',').at(-1)?.trim() : undefined;
  return isLocal && last ? last.slice(0, 64) : peer;
}

function keyOf({ kind, name }: PressSource): string {
  return `${kind}:${name}`;
}

async function inTime(answer: Promise<VisitEvent>, { clock, timeoutMs }: PressRouteOptions): Promise<VisitEvent> {
  const over = new AbortController();
  const late = clock.sleep(timeoutMs, over.signal).then(() => {
    throw new ApiError('press_timeout', `the press took longer than ${timeoutMs} ms`);
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([answer, late]);
  } finally {
    over.abort();
  }
}

function answerOf({ eventId, outcome, faces, durationMs, traceId }: VisitEvent): Record<string, unknown> {
  return { eventId, outcome, faces, durationMs, traceId };
}
