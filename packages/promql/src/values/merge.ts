import { executionError } from '../answer/query-error.ts';
import type { Labels } from '../labels/index.ts';
import type { Column } from './column.ts';

const RESERVED: ReadonlySet<string> = new Set(['__name__', '__type__', '__unit__']);

/** Labels of a value that is not the metric's any more. */
export function withoutName(labels: Labels): Labels {
  return labels.without(RESERVED);
}

/** Drops the metric's name from every column; columns that become the same series are merged. */
export function dropNames(columns: readonly Column[]): Column[] {
  const renamed = columns.map((column) => ({ ...column, labels: withoutName(column.labels) }));
  return haveOneName(columns) ? renamed : mergeSameLabels(renamed);
}

/** Series that differ, and have the same name, type and unit, differ without them too. */
function haveOneName(columns: readonly Column[]): boolean {
  const first = columns[0]?.labels;
  if (!first) return true;
  return columns.every(({ labels }) => {
    for (const name of RESERVED) if (labels.get(name) !== first.get(name)) return false;
    return true;
  });
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
