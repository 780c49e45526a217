import type { Span, SpanKind } from './span.ts';

/** What a tree and its times need to know of a span. */
export interface OutlineSpan {
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly service: string;
  readonly instance: string;
  readonly name: string;
  readonly kind: SpanKind;
  /** From the outline's base; may be negative. */
  readonly startNs: number;
  readonly endNs: number;
  readonly isError: boolean;
}

/** The spans of a trace without what they carry. */
export interface Outline {
  readonly baseUnixNano: bigint;
  readonly spans: readonly OutlineSpan[];
}

/** Times further from the base than this (104 days) are no times of one trace; as a number they would lose digits. */
const FARTHEST_NS = Number.MAX_SAFE_INTEGER;

/** A span that ends before it starts, or has not ended, takes no time. */
export function outlineOf(span: Span, baseUnixNano: bigint): OutlineSpan {
  const startNs = offset(span.startUnixNano, baseUnixNano);
  return {
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    service: span.service,
    instance: span.instance,
    name: span.name,
    kind: span.kind,
    startNs,
    endNs: Math.max(startNs, offset(span.endUnixNano, baseUnixNano)),
    isError: span.status === 'error',
  };
}

/** The same spans in times from another base. */
export function rebase({ baseUnixNano, spans }: Outline, toUnixNano: bigint): readonly OutlineSpan[] {
  if (baseUnixNano === toUnixNano) return spans;
  const shiftNs = offset(baseUnixNano, toUnixNano);
  return spans.map((span) => ({ ...span, startNs: span.startNs + shiftNs, endNs: span.endNs + shiftNs }));
}

/** Two spans that agree in this are one span that was sent twice. */
export function identity(span: OutlineSpan): string {
  return `${span.spanId} ${span.parentSpanId} ${span.startNs} ${span.endNs} ${span.service} ${span.name}`;
}

function offset(timeUnixNano: bigint, baseUnixNano: bigint): number {
  const distance = Number(timeUnixNano - baseUnixNano);
  return Math.max(-FARTHEST_NS, Math.min(FARTHEST_NS, distance));
}
