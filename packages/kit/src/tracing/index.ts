export { currentSpan, withSpan } from './active-span.ts';
export type { TracingFromEnvironment } from './environment.ts';
export { tracingFromEnvironment } from './environment.ts';
export type {
  ExporterOptions,
  ExportOutcome,
  FileExporterOptions,
  OtlpExporterOptions,
  SpanExporter,
} from './export/exporter.ts';
export { ExportFailure } from './export/exporter.ts';
export type { BatchOptions } from './export/span-queue.ts';
export type { OutgoingCall } from './http-client.ts';
export { tracedCall } from './http-client.ts';
export type { HttpTracer, HttpTracingOptions } from './http-server.ts';
export { httpTracing, setHttpRoute } from './http-server.ts';
export type { OpenTelemetryRegistration } from './opentelemetry.ts';
export { registerOpenTelemetry } from './opentelemetry.ts';
export type { Extracted, IncomingHeaders } from './propagation.ts';
export { extract, inject } from './propagation.ts';
export type { Sampling } from './sampling.ts';
export type { Attributes, Link, Span, SpanContext, SpanKind } from './span.ts';
export type { TracedOptions } from './traced.ts';
export { traced } from './traced.ts';
export type { SpanOptions, StartOptions } from './tracer.ts';
export type { Tracing, TracingOptions } from './tracing.ts';
export { createTracing } from './tracing.ts';
