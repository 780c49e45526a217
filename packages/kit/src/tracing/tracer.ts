import type { TimeInput } from '@opentelemetry/api';
import type { Clock } from '../clock/clock.ts';
import { newTrace } from '../context/traceparent.ts';
import { currentSpan } from './active-span.ts';
import { PassingSpan } from './passing-span.ts';
import { RecordingSpan } from './recording-span.ts';
import type { Sampling } from './sampling.ts';
import { decideSampling } from './sampling.ts';
import type { Attributes, Link, Span, SpanContext, SpanKind } from './span.ts';
import type { Scope, SpanRecord } from './span-record.ts';
import { Timeline } from './timeline.ts';

export interface SpanOptions {
  /** Default `internal`. */
  readonly kind?: SpanKind;
  readonly links?: readonly Link[];
  /** Default: the span of the running task. `'none'` begins a new trace. */
  readonly parent?: Span | SpanContext | 'none' | undefined;
  /** Default: now. */
  readonly startTime?: TimeInput;
}

export interface StartOptions extends SpanOptions {
  readonly attributes?: Attributes;
  /** False: a span that only carries ids, and so do those inside of it. */
  readonly record?: boolean;
}

export interface TracerParts {
  readonly isEnabled: boolean;
  readonly sampling: Sampling;
  readonly clock: Clock;
  readonly randomBytes: ((size: number) => Uint8Array) | undefined;
  readonly onEnd: (record: SpanRecord) => void;
}

export const kitScope: Scope = { name: '@seaworthy/kit', version: '0.1.0' };

/** Starts spans: gives them their identity, and decides which are recorded. */
export class Tracer {
  readonly #parts: TracerParts;

  constructor(parts: TracerParts) {
    this.#parts = parts;
  }

  start(name: string, options: StartOptions, scope: Scope = kitScope): Span {
    const parent = parentOf(options);
    const above = parent && contextOf(parent);
    const { isEnabled, sampling, clock, randomBytes, onEnd } = this.#parts;
    if (!isEnabled) return this.#carryOn(parent);
    const fresh = newTrace(randomBytes);
    const traceId = above?.traceId ?? fresh.traceId;
    const sampled = options.record !== false && decideSampling(sampling, traceId, above);
    const context = contextWith(traceId, fresh.spanId, sampled, above);
    if (!sampled) return new PassingSpan(context);
    const timeline = parent instanceof RecordingSpan ? parent.timeline : new Timeline(clock);
    const startMs = timeline.at(options.startTime);
    const { kind = 'internal', attributes, links } = options;
    return new RecordingSpan(
      { context, parent: above, name, kind, timeline, startMs, attributes, links, scope },
      onEnd,
    );
  }

  /** Without tracing the ids still reach the log lines and the next service, which then sees whoever came before. */
  #carryOn(parent: Span | SpanContext | undefined): Span {
    if (parent !== undefined) return parent instanceof PassingSpan ? parent : new PassingSpan(contextOf(parent));
    const { traceId, spanId } = newTrace(this.#parts.randomBytes);
    return new PassingSpan(contextWith(traceId, spanId, false, undefined));
  }
}

function parentOf({ parent = currentSpan() }: StartOptions): Span | SpanContext | undefined {
  return parent === 'none' ? undefined : parent;
}

function contextOf(parent: Span | SpanContext): SpanContext {
  return 'spanContext' in parent ? parent.spanContext() : parent;
}

function contextWith(traceId: string, spanId: string, sampled: boolean, parent: SpanContext | undefined): SpanContext {
  const traceState = parent?.traceState;
  return { traceId, spanId, traceFlags: sampled ? 1 : 0, ...(traceState !== undefined && { traceState }) };
}
