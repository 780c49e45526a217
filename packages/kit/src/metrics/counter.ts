import type { Counter, CounterDefinition } from './instruments.ts';
import { labelsOf, numberOf } from './labels.ts';
import type { Instruments } from './registration.ts';
import { seriesTable } from './registration.ts';
import { singleValue, singleValueSamples, singleValueText } from './single-value.ts';

export function createCounter<L extends string>(
  instruments: Instruments,
  definition: CounterDefinition<L>,
): Counter<L> {
  const { name, labelNames = [] } = definition;
  const table = seriesTable(instruments, definition, singleValue);
  const self: Counter<L> = {
    inc(first?: unknown, second?: unknown) {
      const value = numberOf(first, second) ?? 1;
      // A counter that falls, or became NaN, would spoil every rate after it.
      if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) return;
      const series = table.at(labelsOf(first));
      if (series) series.value += value;
    },
  };
  instruments.register({
    type: 'counter',
    definition,
    record: (labels, value) => self.inc(...([labels, value] as unknown as Parameters<Counter<L>['inc']>)),
    collect,
    text: () => singleValueText(name, table),
    samples: () => singleValueSamples(name, table),
  });
  if (labelNames.length === 0 && instruments.limit > 0) table.at({});
  return self;

  async function collect(): Promise<void> {
    try {
      await definition.collect?.(self);
    } catch {
      // What was counted so far still holds; one broken callback must not spoil the scrape of all others.
    }
  }
}
