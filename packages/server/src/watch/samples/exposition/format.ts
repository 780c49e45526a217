import { createOpenMetricsParser } from './open-metrics-parser.ts';
import type { ExpositionParser, ExpositionSink } from './sink.ts';
import { createTextParser } from './text-parser.ts';

export type ExpositionFormat = 'text' | 'openmetrics';

/** What a scrape asks for, best first. */
export const acceptedFormats =
  'application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;version=1.0.0;q=0.5,' +
  'application/openmetrics-text;version=0.0.1;q=0.4,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,' +
  'text/plain;version=0.0.4;q=0.2,*/*;q=0.1';

/** The format that a page says it has: text when it says nothing, undefined when it is none of ours. */
export function formatOf(contentType: string): ExpositionFormat | undefined {
  const [type = ''] = contentType.split(';').map((part) => part.trim().toLowerCase());
  if (type === 'application/openmetrics-text') return 'openmetrics';
  return type === '' || type === 'text/plain' ? 'text' : undefined;
}

export function createParser(format: ExpositionFormat, sink: ExpositionSink): ExpositionParser {
  return format === 'text' ? createTextParser(sink) : createOpenMetricsParser(sink);
}
