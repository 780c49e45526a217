import type { Attributes, Link, SpanContext, SpanKind } from './span.ts';
import type { Timeline } from './timeline.ts';

export interface RecordedEvent {
  readonly name: string;
  readonly atMs: number;
  readonly attributes: Attributes;
}

export interface RecordedStatus {
  readonly code: 'unset' | 'ok' | 'error';
  readonly message: string;
}

/** What wrote the span: the kit, or a library that speaks OpenTelemetry's API. */
export interface Scope {
  readonly name: string;
  readonly version: string;
}

/** A span that has ended. Times are on its timeline; attributes are as they were given, secrets and all. */
export interface SpanRecord {
  readonly context: SpanContext;
  readonly parent: SpanContext | undefined;
  readonly name: string;
  readonly kind: SpanKind;
  readonly timeline: Timeline;
  readonly startMs: number;
  readonly endMs: number;
  readonly attributes: Attributes;
  readonly events: readonly RecordedEvent[];
  readonly links: readonly Link[];
  readonly status: RecordedStatus;
  readonly scope: Scope;
  /** What was beyond the limits of one span. */
  readonly dropped: { readonly attributes: number; readonly events: number; readonly links: number };
}
