import type { ExporterOptions, SpanExporter } from './exporter.ts';

/** Loads only the exporter that is used. */
export async function openExporter(options: ExporterOptions): Promise<SpanExporter> {
  if (options.kind === 'file') return (await import('./file-exporter.ts')).createFileExporter(options);
  return (await import('./otlp-exporter.ts')).createOtlpExporter(options);
}
