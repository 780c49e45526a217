import type { Gauge, GaugeDefinition } from './instruments.ts';
import { labelsOf, numberOf } from './labels.ts';
import type { Instruments } from './registration.ts';
import { seriesTable } from './registration.ts';
import { singleValue, singleValueSamples, singleValueText } from './single-value.ts';

export function createGauge<L extends string>(instruments: Instruments, definition: GaugeDefinition<L>): Gauge<L> {
  const { name } = definition;
  const table = seriesTable(instruments, definition, singleValue);

  const self: Gauge<L> = {
    set(first?: unknown, second?: unknown) {
      const series = table.at(labelsOf(first));
      if (series) series.value = numberOf(first, second) ?? Number.NaN;
    },
    inc: (first?: unknown, second?: unknown) => add(first, numberOf(first, second) ?? 1),
    dec: (first?: unknown, second?: unknown) => add(first, -(numberOf(first, second) ?? 1)),
    remove: (first?: unknown) => table.remove(labelsOf(first)),
    clear: () => table.clear(),
  };
  instruments.register({
    type: 'gauge',
    definition,
    record: (labels, value) => self.set(...([labels, value] as unknown as Parameters<Gauge<L>['set']>)),
    collect,
    text: () => singleValueText(name, table),
    samples: () => singleValueSamples(name, table),
  });
  return self;

  function add(first: unknown, value: number): void {
    const series = table.at(labelsOf(first));
    if (series) series.value += value;
  }

  async function collect(): Promise<void> {
    try {
      await definition.collect?.(self);
    } catch {
      self.clear();
    }
  }
}
