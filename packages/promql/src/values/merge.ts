import { executionError } from '../answer/query-error.ts';
import { Labels, METRIC_NAME } from '../labels/index.ts';
import type { Column } from './column.ts';
import { relabelled } from './column.ts';

/** What a metric is called, and what it is: not true any more of what is calculated from it. */
const RESERVED = [METRIC_NAME, '__type__', '__unit__'] as const;
const RESERVED_SET: ReadonlySet<string> = new Set(RESERVED);

/** Labels of a value that is not the metric's any more. */
export function withoutName(labels: Labels): Labels {
  const { names, values } = labels;
  // The name alone, in the first place: almost every series.
  const nameAlone = names[0] === METRIC_NAME && names[1] !== '__type__' && names[1] !== '__unit__';
  return nameAlone ? Labels.fromSorted(names.slice(1), values.slice(1)) : labels.without(RESERVED_SET);
}

/** Drops the metric's name from every column; columns that become the same series are merged. */
export function dropNames(columns: readonly Column[]): Column[] {
  const renamed = columns.map((column) => relabelled(column, withoutName(column.labels)));
  return haveOneName(columns) ? renamed : mergeSameLabels(renamed);
}

/** Series that differ, and have the same name, type and unit, differ without them too. */
function haveOneName(columns: readonly Column[]): boolean {
  const wanted = RESERVED.map((name) => columns[0]?.labels.get(name));
  return columns.every(({ labels }) => RESERVED.every((name, index) => labels.get(name) === wanted[index]));
}

/** Columns of the same labels are one series as long as no step has a value in two of them. */
export function mergeSameLabels(
  columns: readonly Column[],
  conflict = 'vector cannot contain metrics with the same labelset',
): Column[] {
  const merged = new Map<string, Column>();
  for (const column of columns) {
    const earlier = merged.get(column.labels.key);
    merged.set(column.labels.key, earlier ? mergeTwo(earlier, column, conflict) : column);
  }
  return [...merged.values()];
}

function mergeTwo(a: Column, b: Column, conflict: string): Column {
  const values = a.values.slice();
  const present = a.present.slice();
  for (let step = 0; step < present.length; step++) {
    if (!b.present[step]) continue;
    if (present[step]) throw executionError(conflict);
    values[step] = b.values[step] as number;
    present[step] = 1;
  }
  return { labels: a.labels, values, present };
}
