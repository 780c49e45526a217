import type { Attributes, Span } from './span.ts';
import type { Cut } from './span-limits.ts';

/** A span as it comes back from the store. */
export interface KeptSpan extends Span {
  /** What the limits left out of it. */
  readonly cut?: Cut;
}

interface SpanDocument extends Omit<KeptSpan, 'startUnixNano' | 'endUnixNano' | 'events' | 'traceId'> {
  readonly startUnixNano: string;
  readonly endUnixNano: string;
  readonly events: readonly { name: string; timeUnixNano: string; attributes: Attributes }[];
}

/** One resource stands behind many spans, as one object: it is written as text once. */
const resourceTexts = new WeakMap<Attributes, string>();

/** As JSON, without the trace's id, which stands once for all of its spans. Times are text: JSON's numbers are too short. */
export function spanText(span: Span, cut: Cut | undefined): string {
  const { events } = span;
  // Field by field, for this is done for every span that comes: a rest of the span would be copied far more slowly.
  const text = JSON.stringify({
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    name: span.name,
    kind: span.kind,
    service: span.service,
    instance: span.instance,
    startUnixNano: String(span.startUnixNano),
    endUnixNano: String(span.endUnixNano),
    status: span.status,
    statusMessage: span.statusMessage,
    attributes: span.attributes,
    scope: span.scope,
    links: span.links,
    traceState: span.traceState,
    events: events.length === 0 ? events : events.map((event) => ({ ...event, timeUnixNano: `${event.timeUnixNano}` })),
    cut,
  });
  return `${text.slice(0, -1)},"resource":${resourceText(span.resource)}}`;
}

/** What `spanText` wrote, once JSON has parsed it. */
export function readSpan(traceId: string, parsed: unknown): KeptSpan {
  const { startUnixNano, endUnixNano, events, ...rest } = parsed as SpanDocument;
  return {
    ...rest,
    traceId,
    startUnixNano: BigInt(startUnixNano),
    endUnixNano: BigInt(endUnixNano),
    events: events.map((event) => ({ ...event, timeUnixNano: BigInt(event.timeUnixNano) })),
  };
}

function resourceText(resource: Attributes): string {
  const known = resourceTexts.get(resource);
  if (known !== undefined) return known;
  const text = JSON.stringify(resource);
  resourceTexts.set(resource, text);
  return text;
}
