import { valueText } from './exposition.ts';
import type { Histogram, HistogramDefinition } from './instruments.ts';
import { labelsOf, numberOf } from './labels.ts';
import type { Sample } from './metric.ts';
import type { Instruments } from './registration.ts';
import { seriesTable } from './registration.ts';
import type { SeriesTable } from './series-table.ts';

/** What a histogram holds for one series; the last count is of what lies beyond all bounds. */
interface Distribution {
  readonly counts: number[];
  sum: number;
}

/** Prometheus' own default, for requests in seconds. */
const defaultBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createHistogram<L extends string>(
  instruments: Instruments,
  definition: HistogramDefinition<L>,
): Histogram<L> {
  const { name, labelNames = [] } = definition;
  const bounds = checkedBounds(definition);
  const table = seriesTable<Distribution>(instruments, definition, () => ({
    counts: new Array<number>(bounds.length + 1).fill(0),
    sum: 0,
  }));
  instruments.register({
    type: 'histogram',
    definition,
    record,
    text: () => linesOf(name, bounds, table),
    samples: () => samplesOf(name, bounds, table),
  });
  if (labelNames.length === 0 && instruments.limit > 0) table.at({});
  return {
    observe: (first?: unknown, second?: unknown) => record(labelsOf(first), numberOf(first, second) ?? Number.NaN),
  };

  function record(labels: Readonly<Record<string, unknown>>, value: number): void {
    if (Number.isNaN(value)) return;
    const series = table.at(labels);
    if (series === undefined) return;
    const index = bucketOf(value, bounds);
    series.counts[index] = (series.counts[index] ?? 0) + 1;
    series.sum += value;
  }
}

function checkedBounds({ name, labelNames = [], buckets = defaultBuckets }: HistogramDefinition<string>) {
  if (labelNames.includes('le')) throw new TypeError(`the label le of metric ${name} is the histogram's own`);
  const isRising = buckets.every((bound, index) => index === 0 || bound > (buckets[index - 1] ?? bound));
  if (!isRising) throw new TypeError(`the buckets of metric ${name} do not rise`);
  return buckets.filter((bound) => bound !== Number.POSITIVE_INFINITY);
}

/** There are few buckets, and most values are in the first ones. */
function bucketOf(value: number, bounds: readonly number[]): number {
  let index = 0;
  while (index < bounds.length && value > (bounds[index] ?? 0)) index += 1;
  return index;
}

function linesOf(name: string, bounds: readonly number[], table: SeriesTable<Distribution>): string {
  const heads = [...bounds, Number.POSITIVE_INFINITY].map((bound) => `${name}_bucket{le="${valueText(bound)}"`);
  let lines = '';
  for (const { text, value } of table.series) {
    const rest = text === '' ? '} ' : `,${text}} `;
    let count = 0;
    for (const [index, head] of heads.entries()) {
      count += value.counts[index] ?? 0;
      lines += `${head}${rest}${count}\n`;
    }
    const braces = text === '' ? ' ' : `{${text}} `;
    lines += `${name}_sum${braces}${valueText(value.sum)}\n${name}_count${braces}${count}\n`;
  }
  return lines;
}

function samplesOf(name: string, bounds: readonly number[], table: SeriesTable<Distribution>): readonly Sample[] {
  return Array.from(table.series).flatMap(({ labels, value }) => {
    let count = 0;
    const buckets = [...bounds, Number.POSITIVE_INFINITY].map((bound, index) => {
      count += value.counts[index] ?? 0;
      return { name: `${name}_bucket`, labels: { le: valueText(bound), ...labels }, value: count };
    });
    return [
      ...buckets,
      { name: `${name}_sum`, labels, value: value.sum },
      { name: `${name}_count`, labels, value: count },
    ];
  });
}
