import promClient from 'prom-client';
import type { Counter, MetricDefinition } from './instruments.ts';
import { readRecording } from './labels.ts';
import type { Instruments } from './registration.ts';
import { registration } from './registration.ts';

export function createCounter<L extends string>(instruments: Instruments, definition: MetricDefinition<L>): Counter<L> {
  const names = definition.labelNames ?? [];
  const limit = instruments.limitSeries(definition.name);
  const counter = new promClient.Counter(registration(instruments, definition));
  return {
    inc(...args) {
      const { labels, value = 1 } = readRecording(names, args);
      // A counter that falls, or became NaN, would spoil every rate after it.
      if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) return;
      if (limit.admits(labels)) counter.inc(labels, value);
    },
  };
}
