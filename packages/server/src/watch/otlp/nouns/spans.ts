import type { Span, SpanEvent, SpanLink } from '../../traces/span.ts';
import { spanKinds } from '../../traces/span.ts';
import type { TracesRequest, WireSpan } from '../schema/traces.ts';
import { readAttributes, writeAttributes } from './attributes.ts';
import { isSpanId, isTraceId } from './ids.ts';
import type { Origin } from './resource.ts';
import { readOrigin } from './resource.ts';
import type { Taken } from './taken.ts';
import { Taking } from './taken.ts';

/** `opentelemetry.proto.trace.v1.Status.StatusCode` */
const statuses = ['unset', 'ok', 'error'] as const;

export function readSpans(request: TracesRequest): Taken<Span> {
  const taking = new Taking<Span>();
  for (const { resource, scopeSpans = [] } of request.resourceSpans ?? []) {
    const origin = readOrigin(resource);
    for (const { scope, spans = [] } of scopeSpans) {
      for (const span of spans) {
        const read = readSpan(span, origin, scope?.name ?? '');
        if (typeof read === 'string') taking.reject(read);
        else taking.items.push(read);
      }
    }
  }
  return taking;
}

/** The span, or why it is none. */
function readSpan(wire: WireSpan, { service, instance, resource }: Origin, scope: string): Span | string {
  const { traceId, spanId, parentSpanId, status } = wire;
  if (!isTraceId(traceId)) return 'a span without a valid trace id (16 bytes, not all zero)';
  if (!isSpanId(spanId)) return 'a span without a valid span id (8 bytes, not all zero)';
  return {
    traceId,
    spanId,
    ...(isSpanId(parentSpanId) ? { parentSpanId } : {}),
    name: wire.name ?? '',
    // Unspecified (0) is to be read as internal (1).
    kind: spanKinds[(wire.kind ?? 0) - 1] ?? 'internal',
    service,
    instance,
    startUnixNano: wire.startTimeUnixNano ?? 0n,
    endUnixNano: wire.endTimeUnixNano ?? 0n,
    status: statuses[status?.code ?? 0] ?? 'unset',
    statusMessage: status?.message ?? '',
    attributes: readAttributes(wire.attributes),
    resource,
    scope,
    events: (wire.events ?? []).map(readEvent),
    links: (wire.links ?? []).filter(isLink).map(readLink),
    traceState: wire.traceState ?? '',
  };
}

type WireEvent = NonNullable<WireSpan['events']>[number];
type WireLink = NonNullable<WireSpan['links']>[number];

function readEvent({ name = '', timeUnixNano = 0n, attributes }: WireEvent): SpanEvent {
  return { name, timeUnixNano, attributes: readAttributes(attributes) };
}

function isLink({ traceId, spanId }: WireLink): boolean {
  return isTraceId(traceId) && isSpanId(spanId);
}

function readLink({ traceId = '', spanId = '', attributes }: WireLink): SpanLink {
  return { traceId, spanId, attributes: readAttributes(attributes) };
}

/** The other way. What a Span does not hold (counts of what was dropped, flags) is not told. */
export function writeSpan(span: Span): WireSpan {
  const { traceId, spanId, parentSpanId, traceState, events, links } = span;
  return {
    traceId,
    spanId,
    ...(traceState === '' ? {} : { traceState }),
    ...(parentSpanId === undefined ? {} : { parentSpanId }),
    name: span.name,
    kind: spanKinds.indexOf(span.kind) + 1,
    startTimeUnixNano: span.startUnixNano,
    endTimeUnixNano: span.endUnixNano,
    attributes: writeAttributes(span.attributes),
    events: events.map((event) => ({ ...event, attributes: writeAttributes(event.attributes) })),
    links: links.map((link) => ({ ...link, attributes: writeAttributes(link.attributes) })),
    status: { code: statuses.indexOf(span.status), message: span.statusMessage },
  };
}
