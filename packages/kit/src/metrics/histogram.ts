import promClient from 'prom-client';
import type { Histogram, HistogramDefinition } from './instruments.ts';
import { readRecording } from './labels.ts';
import type { Instruments } from './registration.ts';
import { registration } from './registration.ts';

export function createHistogram<L extends string>(
  instruments: Instruments,
  definition: HistogramDefinition<L>,
): Histogram<L> {
  const names = definition.labelNames ?? [];
  const limit = instruments.limitSeries(definition.name);
  const buckets = definition.buckets && { buckets: [...definition.buckets] };
  const histogram = new promClient.Histogram({ ...registration(instruments, definition), ...buckets });
  return {
    observe(...args) {
      const { labels, value } = readRecording(names, args);
      if (value === undefined || Number.isNaN(value)) return;
      if (limit.admits(labels)) histogram.observe(labels, value);
    },
  };
}
