import { executionError } from '../../answer/query-error.ts';
import type { Labels } from '../../labels/index.ts';
import { isLabelName } from '../../labels/index.ts';
import type { Column } from '../../values/column.ts';
import { emptyColumn } from '../../values/column.ts';
import { floatText } from '../../values/float-text.ts';
import type { Grouping } from '../signature.ts';
import { grouper } from '../signature.ts';

/** How many series of a group have each value at each step; the value becomes a label. */
export function countValues(
  label: string,
  columns: readonly Column[],
  grouping: Grouping,
  stepCount: number,
): Column[] {
  if (!isLabelName(label)) throw executionError(`invalid label name ${JSON.stringify(label)}`);
  const { labels } = grouper(grouping.by ? { by: true, labels: [...grouping.labels, label] } : grouping);
  const counts = new Map<string, Column>();
  for (const column of columns) {
    const found = new Map<string, Column>();
    for (let step = 0; step < stepCount; step++) {
      if (!column.present[step]) continue;
      const text = floatText(column.values[step] as number);
      const count = found.get(text) ?? columnFor(counts, labels(column.labels.with(label, text)), stepCount);
      found.set(text, count);
      count.values[step] = (count.values[step] as number) + 1;
      count.present[step] = 1;
    }
  }
  return [...counts.values()];
}

function columnFor(counts: Map<string, Column>, labels: Labels, stepCount: number): Column {
  const column = counts.get(labels.key) ?? emptyColumn(labels, stepCount);
  counts.set(labels.key, column);
  return column;
}
