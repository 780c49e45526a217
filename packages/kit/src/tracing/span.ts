import type { Span as OpenTelemetrySpan } from '@opentelemetry/api';

export type { AnyValue, Attributes, Link, SpanContext } from '@opentelemetry/api';

export type SpanKind = 'internal' | 'server' | 'client' | 'producer' | 'consumer';

/** One piece of work, as OpenTelemetry has it, and a shorter word for its failure. After its end nothing changes it. */
export interface Span extends OpenTelemetrySpan {
  /** Records the error as an event, and marks the span as failed. */
  fail(error: unknown): this;
}
