import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { rotatingFile } from '../../logging/rotating-file.ts';
import type { FileExporterOptions, SpanExporter } from './exporter.ts';
import { accepted } from './exporter.ts';

const defaultMaxBytes = 10 * 1024 * 1024;
const keptFiles = 3;

/** One batch a line, as OpenTelemetry's file format has it: what a collector's `otlpjsonfile` receiver reads. */
export function createFileExporter(options: FileExporterOptions): SpanExporter {
  mkdirSync(path.dirname(path.resolve(options.path)), { recursive: true });
  const file = rotatingFile({
    path: options.path,
    maxBytes: options.maxBytes ?? defaultMaxBytes,
    keep: keptFiles,
  });
  return {
    async export(batch) {
      file.write(`${batch}\n`);
      return accepted;
    },
    close: () => file.close(),
  };
}
