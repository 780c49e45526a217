import type { PanelQuery } from '@seaworthy/api';
import type { Labels } from '../../data/matrix.ts';
import { nameOfSeries } from '../../data/matrix.ts';

/** `{{slot}}` stands for the value of the label; without a legend, all labels are the name. */
export function legendOf({ legend }: Pick<PanelQuery, 'legend'>, labels: Labels): string {
  if (legend === null) return nameOfSeries(labels);
  const text = legend.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => labels[name] ?? '').trim();
  return text === '' ? nameOfSeries(labels) : text;
}

/** Each with a name of its own: the second `up` is `up (2)`. */
export function withOwnNames<T extends { readonly name: string }>(series: readonly T[]): readonly T[] {
  const counts = new Map<string, number>();
  return series.map((each) => {
    const count = (counts.get(each.name) ?? 0) + 1;
    counts.set(each.name, count);
    return count === 1 ? each : { ...each, name: `${each.name} (${count})` };
  });
}

const words = new Intl.Collator('en', { numeric: true });

export function byName<T extends { readonly name: string }>(series: readonly T[]): readonly T[] {
  return [...series].sort((a, b) => words.compare(a.name, b.name));
}
