import promClient from 'prom-client';
import type { Counter, CounterDefinition } from './instruments.ts';
import { readRecording } from './labels.ts';
import type { Instruments } from './registration.ts';
import { registration } from './registration.ts';

export function createCounter<L extends string>(
  instruments: Instruments,
  definition: CounterDefinition<L>,
): Counter<L> {
  const names = definition.labelNames ?? [];
  const limit = instruments.limitSeries(definition.name);
  const counter = new promClient.Counter({ ...registration(instruments, definition), collect });
  const self: Counter<L> = {
    inc(...args) {
      const { labels, value = 1 } = readRecording(names, args);
      // A counter that falls, or became NaN, would spoil every rate after it.
      if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) return;
      if (limit.admits(labels)) counter.inc(labels, value);
    },
  };
  return self;

  async function collect(): Promise<void> {
    try {
      await definition.collect?.(self);
    } catch {
      // What was counted so far still holds; one broken callback must not spoil the scrape of all others.
    }
  }
}
