import { valueText } from './exposition.ts';
import type { Sample } from './metric.ts';
import type { SeriesTable } from './series-table.ts';

/** What a counter or a gauge holds for one series. */
export interface SingleValue {
  value: number;
}

export function singleValue(): SingleValue {
  return { value: 0 };
}

export function singleValueText(name: string, table: SeriesTable<SingleValue>): string {
  let lines = '';
  for (const { text, value } of table.series) {
    lines += text === '' ? `${name} ${valueText(value.value)}\n` : `${name}{${text}} ${valueText(value.value)}\n`;
  }
  return lines;
}

export function singleValueSamples(name: string, table: SeriesTable<SingleValue>): readonly Sample[] {
  return Array.from(table.series, ({ labels, value }) => ({ name, labels, value: value.value }));
}
