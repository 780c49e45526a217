import { executionError } from '../../answer/query-error.ts';
import { isLabelName } from '../../labels/index.ts';
import { formatNumber } from '../../literals/index.ts';
import type { Column } from '../../values/column.ts';
import { emptyColumn } from '../../values/column.ts';
import { eachInTurns } from '../../values/turns.ts';
import type { Budget } from '../budget.ts';
import type { Grouping } from '../signature.ts';
import { grouper } from '../signature.ts';

/** How many series of a group have each value at each step; the value becomes a label. */
export async function countValues(
  label: string,
  columns: readonly Column[],
  grouping: Grouping,
  stepCount: number,
  budget: Budget,
): Promise<Column[]> {
  if (!isLabelName(label)) throw executionError(`invalid label name ${JSON.stringify(label)}`);
  const { labels } = grouper(grouping);
  const isLeftOut = !grouping.by && grouping.labels.includes(label);
  const counts = new Map<string, Map<string, Column>>();
  await eachInTurns(columns, budget, (column) => {
    const shared = labels(column.labels);
    const inGroup = counts.get(shared.key) ?? new Map<string, Column>();
    counts.set(shared.key, inGroup);
    for (let step = 0; step < stepCount; step++) {
      if (!column.present[step]) continue;
      const text = formatNumber(column.values[step] as number);
      let found = inGroup.get(text);
      if (!found) {
        budget.hold(stepCount);
        found = emptyColumn(isLeftOut ? shared : shared.with(label, text), stepCount);
        inGroup.set(text, found);
      }
      found.values[step] = (found.values[step] as number) + 1;
      found.present[step] = 1;
    }
  });
  return [...counts.values()].flatMap((inGroup) => [...inGroup.values()]);
}
