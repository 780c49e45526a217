import { createRedactor } from '../../logging/redact.ts';
import type { AnyValue, Attributes, Link, SpanContext, SpanKind } from '../span.ts';
import type { RecordedEvent, RecordedStatus, Scope, SpanRecord } from '../span-record.ts';

/** The numbers that OTLP's protobuf gives to the kinds and the statuses. */
const kindNumbers: Readonly<Record<SpanKind, number>> = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 };
const statusNumbers: Readonly<Record<RecordedStatus['code'], number>> = { unset: 0, ok: 1, error: 2 };

const hasIsRemote = 0x100;
const isRemote = 0x200;
const deepest = 6;

const redactor = createRedactor();

/**
 * Spans as the JSON of an OTLP export request: ids in hexadecimal, 64-bit numbers as text. Secrets are taken out here, on
 * the one way that spans leave the process by.
 */
export function encodeSpans(spans: readonly SpanRecord[], resource: Attributes): string {
  const scopeSpans = [...byScope(spans)].map(([scope, group]) => ({ scope, spans: group.map(encodeSpan) }));
  return JSON.stringify({ resourceSpans: [{ resource: { attributes: encodeAttributes(resource) }, scopeSpans }] });
}

function byScope(spans: readonly SpanRecord[]): ReadonlyMap<Scope, SpanRecord[]> {
  const groups = new Map<Scope, SpanRecord[]>();
  for (const span of spans) {
    const group = groups.get(span.scope);
    if (group) group.push(span);
    else groups.set(span.scope, [span]);
  }
  return groups;
}

function encodeSpan(span: SpanRecord) {
  const { context, parent, timeline, dropped } = span;
  const state = context.traceState?.serialize();
  return {
    traceId: context.traceId,
    spanId: context.spanId,
    ...(state && { traceState: state }),
    ...(parent && { parentSpanId: parent.spanId }),
    flags: flagsOf(context, parent),
    name: redactor.text(span.name),
    kind: kindNumbers[span.kind],
    startTimeUnixNano: timeline.unixNano(span.startMs),
    endTimeUnixNano: timeline.unixNano(span.endMs),
    attributes: encodeAttributes(span.attributes),
    ...(dropped.attributes > 0 && { droppedAttributesCount: dropped.attributes }),
    events: span.events.map((event) => encodeEvent(event, span)),
    ...(dropped.events > 0 && { droppedEventsCount: dropped.events }),
    links: span.links.map(encodeLink),
    ...(dropped.links > 0 && { droppedLinksCount: dropped.links }),
    status: encodeStatus(span.status),
  };
}

function encodeEvent({ name, atMs, attributes }: RecordedEvent, { timeline }: SpanRecord) {
  return {
    timeUnixNano: timeline.unixNano(atMs),
    name: redactor.text(name),
    attributes: encodeAttributes(attributes),
  };
}

function encodeLink({ context, attributes }: Link) {
  return { traceId: context.traceId, spanId: context.spanId, attributes: encodeAttributes(attributes ?? {}) };
}

function encodeStatus({ code, message }: RecordedStatus) {
  return { code: statusNumbers[code], ...(message !== '' && { message: redactor.text(message) }) };
}

/** The lower byte as in `traceparent`; above it, whether the parent is in another process. */
function flagsOf(context: SpanContext, parent: SpanContext | undefined): number {
  return context.traceFlags | hasIsRemote | (parent?.isRemote === true ? isRemote : 0);
}

function encodeAttributes(attributes: Attributes) {
  return Object.keys(attributes).map((key) => ({
    key: redactor.text(key),
    value: encodeValue(redacted(key, attributes[key])),
  }));
}

function redacted(key: string, value: AnyValue): AnyValue {
  // Bytes would be described by their length only; their name may still tell that they are a key.
  if (value instanceof Uint8Array) return redactor.field(key, key) === key ? value : '[redacted]';
  return redactor.field(key, value) as AnyValue;
}

function encodeValue(value: AnyValue, depth = 0): Readonly<Record<string, unknown>> {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return encodeNumber(value);
  if (typeof value !== 'object' || value === null || depth >= deepest) return {};
  if (value instanceof Uint8Array) return { bytesValue: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return { arrayValue: { values: value.map((item) => encodeValue(item, depth + 1)) } };
  const entries = Object.entries(value);
  return { kvlistValue: { values: entries.map(([key, item]) => ({ key, value: encodeValue(item, depth + 1) })) } };
}

function encodeNumber(value: number): Readonly<Record<string, unknown>> {
  if (Number.isSafeInteger(value)) return { intValue: String(value) };
  return { doubleValue: Number.isFinite(value) ? value : String(value) };
}
