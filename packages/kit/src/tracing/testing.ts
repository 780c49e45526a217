import { virtualClock } from '../clock/testing.ts';
import type { ExportOutcome, SpanExporter } from './export/exporter.ts';
import { accepted } from './export/exporter.ts';
import type { Tracing, TracingOptions } from './tracing.ts';
import { createTracing } from './tracing.ts';

/** A span as OTLP's JSON has it. */
export interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly traceState?: string;
  readonly flags: number;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
  readonly events: readonly {
    readonly name: string;
    readonly timeUnixNano: string;
    readonly attributes: SentSpan['attributes'];
  }[];
  readonly links: readonly { readonly traceId: string; readonly spanId: string }[];
  readonly status: { readonly code: number; readonly message?: string };
  readonly droppedAttributesCount?: number;
  readonly droppedEventsCount?: number;
}

/** The spans of an export request. */
export function spansIn(batch: string): SentSpan[] {
  const { resourceSpans } = JSON.parse(batch) as { resourceSpans: { scopeSpans: { spans: SentSpan[] }[] }[] };
  return resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
}

/** Attributes as plain values: of each, what its one field holds. */
export function plainAttributes({ attributes }: Pick<SentSpan, 'attributes'>): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}

/** An exporter that keeps what it is given; `outcomes` are given out first, one for each attempt, errors thrown. */
export function keepingExporter(outcomes: (Error | ExportOutcome | Promise<ExportOutcome>)[] = []) {
  const batches: string[] = [];
  const exporter: SpanExporter = {
    async export(batch) {
      const outcome = await outcomes.shift();
      if (outcome instanceof Error) throw outcome;
      batches.push(batch);
      return outcome ?? accepted;
    },
    close: () => undefined,
  };
  return { exporter, batches, spans: () => batches.flatMap(spansIn) };
}

/** A tracing in virtual time whose spans are kept. */
export function keptTracing(options: Partial<TracingOptions> = {}) {
  const clock = virtualClock();
  const kept = keepingExporter();
  const tracing: Tracing = createTracing({
    service: 'test',
    enabled: true,
    clock,
    exporter: kept.exporter,
    random: () => 1,
    ...options,
  });
  const sent = async () => {
    await tracing.flush();
    return kept.spans();
  };
  return { tracing, clock, sent };
}
