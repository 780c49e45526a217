import { valueText } from './exposition.ts';
import type { LabelArgs } from './labels.ts';
import { labelsOf, numberOf } from './labels.ts';
import type { MetricDefinition, Sample } from './metric.ts';
import type { Instruments } from './registration.ts';
import { seriesTable } from './registration.ts';
import type { RollingValue } from './rolling-window.ts';
import { RollingWindow } from './rolling-window.ts';

export interface RollingDefinition<L extends string> extends MetricDefinition<L> {
  /** How far back it looks. Default 300 s. */
  readonly windowMs?: number;
}

/**
 * What was measured of late: its average and its largest value, as the gauges `<name>_average` and `<name>_max`. A window in
 * which nothing was measured has no sample. The memory of a series does not depend on how often it is measured.
 */
export interface Rolling<L extends string> {
  observe(...args: LabelArgs<L, [value: number]>): void;
  /** As it is now; undefined when nothing was measured within the window. */
  read(...args: LabelArgs<L, []>): RollingValue | undefined;
}

const defaultWindowMs = 300_000;

export function createRolling<L extends string>(
  instruments: Instruments,
  definition: RollingDefinition<L>,
  monotonicMs: () => number,
): Rolling<L> {
  const { name, windowMs = defaultWindowMs } = definition;
  if (!(windowMs > 0)) throw new TypeError(`the window of metric ${name} is not above 0`);
  const table = seriesTable(instruments, definition, () => new RollingWindow(windowMs));
  const record = (labels: Readonly<Record<string, unknown>>, value: number) => {
    if (!Number.isNaN(value)) table.at(labels)?.add(value, monotonicMs());
  };

  for (const part of ['average', 'max'] as const) {
    const partName = `${name}_${part}`;
    const values = (): readonly (Sample & { readonly text: string })[] =>
      Array.from(table.series).flatMap(({ labels, text, value }) => {
        const now = value.read(monotonicMs());
        return now === undefined ? [] : [{ name: partName, labels, text, value: now[part] }];
      });
    instruments.register({
      type: 'gauge',
      definition: { ...definition, name: partName, help: `${definition.help} ${partHelp[part](windowMs)}` },
      record,
      text: () => values().map(lineOf).join(''),
      samples: () => values().map(({ labels, value }) => ({ name: partName, labels, value })),
    });
  }

  return {
    observe: (first?: unknown, second?: unknown) => record(labelsOf(first), numberOf(first, second) ?? Number.NaN),
    read: (first?: unknown) => table.find(labelsOf(first))?.read(monotonicMs()),
  };
}

const partHelp = {
  average: (windowMs: number) => `Average of the last ${windowMs / 1000} s.`,
  max: (windowMs: number) => `Largest of the last ${windowMs / 1000} s.`,
};

function lineOf({ name, text, value }: Sample & { readonly text: string }): string {
  return text === '' ? `${name} ${valueText(value)}\n` : `${name}{${text}} ${valueText(value)}\n`;
}
