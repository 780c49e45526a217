import type { Clock } from '../clock/clock.ts';
import { backgroundClock } from '../clock/clock.ts';
import type { Logger } from '../logging/logger.ts';
import type { Metrics } from '../metrics/instruments.ts';
import { ExportReport } from './export/export-report.ts';
import type { ExporterOptions, SpanExporter } from './export/exporter.ts';
import { openExporter } from './export/open-exporter.ts';
import { encodeSpans } from './export/otlp-json.ts';
import type { BatchOptions } from './export/span-queue.ts';
import { SpanQueue } from './export/span-queue.ts';
import { runInSpan } from './run-in-span.ts';
import type { Sampling } from './sampling.ts';
import type { Attributes, Span } from './span.ts';
import type { Scope } from './span-record.ts';
import type { SpanOptions, StartOptions } from './tracer.ts';
import { kitScope, Tracer } from './tracer.ts';

export interface TracingOptions {
  readonly service: string;
  readonly instance?: string;
  readonly version?: string;
  readonly environment?: string;
  /** Default false: nothing is recorded or sent; ids still reach log lines and other services. */
  readonly enabled?: boolean;
  /** Default: every trace that begins here, and what the caller decided otherwise. */
  readonly sampling?: Sampling;
  /** Where spans go: a collector, a file, or an exporter of your own. Without one they go nowhere. */
  readonly exporter?: ExporterOptions | SpanExporter | undefined;
  readonly batch?: BatchOptions;
  /** Further attributes of everything that is sent. */
  readonly resource?: Attributes;
  readonly clock?: Clock;
  /** Is told when spans begin to be lost, and when that is over. */
  readonly logger?: Logger;
  /** Counts spans that were exported, and those that were lost. */
  readonly metrics?: Metrics;
  readonly random?: () => number;
  readonly randomBytes?: (size: number) => Uint8Array;
}

export interface Tracing {
  readonly isEnabled: boolean;
  /** Runs `run` in a new span, which ends when it returns or its promise settles; an error is recorded and passed on. */
  span<T>(name: string, attributes: Attributes, run: (span: Span) => T, options?: SpanOptions): T;
  /** A span to be ended by hand; `withSpan` makes it the one that others are children of. */
  start(name: string, options?: StartOptions, scope?: Scope): Span;
  /** Sends what waits, now. */
  flush(): Promise<void>;
  /** Sends what waits, for so long at most; what is left then is lost and counted. Default 5 s. */
  shutdown(options?: { readonly deadlineMs?: number }): Promise<void>;
}

const defaultDeadlineMs = 5000;

/**
 * The tracing of one application; two of them in a process share nothing.
 *
 *     const tracing = createTracing({ service: 'doorbell', enabled: true, exporter: { kind: 'otlp', endpoint } });
 *     const faces = await tracing.span('find faces', { 'picture.bytes': picture.length }, () => findFaces(picture));
 */
export function createTracing(options: TracingOptions): Tracing {
  const { enabled = false, exporter, sampling = { ratio: 1 }, clock = backgroundClock } = options;
  const queue = enabled && exporter !== undefined ? queueFor(options, exporter, clock) : undefined;
  const tracer = new Tracer({
    isEnabled: queue !== undefined,
    sampling,
    clock,
    randomBytes: options.randomBytes,
    onEnd: (record) => queue?.add(record),
  });
  const start = (name: string, more: StartOptions = {}, scope: Scope = kitScope) => tracer.start(name, more, scope);
  return {
    isEnabled: queue !== undefined,
    start,
    span: (name, attributes, run, more) => runInSpan(start(name, { ...more, attributes }), run),
    flush: async () => await queue?.flush(),
    shutdown: async ({ deadlineMs = defaultDeadlineMs } = {}) => await queue?.close(deadlineMs),
  };
}

function queueFor(options: TracingOptions, exporter: ExporterOptions | SpanExporter, clock: Clock): SpanQueue {
  const resource = resourceOf(options);
  return new SpanQueue({
    ...options.batch,
    open: async () => ('kind' in exporter ? await openExporter(exporter) : exporter),
    encode: (spans) => encodeSpans(spans, resource),
    report: new ExportReport(options.logger, options.metrics),
    clock,
    random: options.random ?? Math.random,
  });
}

/** Who speaks, in the names of OpenTelemetry's semantic conventions. */
function resourceOf({ service, instance, version, environment, resource }: TracingOptions): Attributes {
  return {
    'telemetry.sdk.language': 'nodejs',
    'telemetry.sdk.name': kitScope.name,
    'telemetry.sdk.version': kitScope.version,
    ...resource,
    'service.name': service,
    ...(version !== undefined && { 'service.version': version }),
    ...(instance !== undefined && { 'service.instance.id': instance }),
    ...(environment !== undefined && { 'deployment.environment.name': environment }),
  };
}
