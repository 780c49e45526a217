import type { Labels } from '../../labels/index.ts';
import type { Column } from '../../values/column.ts';
import type { Turns } from '../../values/turns.ts';
import { eachInTurns } from '../../values/turns.ts';
import type { Grouping } from '../signature.ts';
import { grouper } from '../signature.ts';

/** The series that are aggregated into one. */
export interface Group {
  readonly labels: Labels;
  readonly members: Column[];
}

/** Groups in the order in which their first members come. */
export async function groupColumns(
  columns: readonly Column[],
  grouping: Grouping,
  turns: Turns,
): Promise<Iterable<Group>> {
  const { key, labels } = grouper(grouping);
  const groups = new Map<string, Group>();
  await eachInTurns(columns, turns, (column) => {
    const groupKey = key(column.labels);
    const found = groups.get(groupKey);
    if (found) found.members.push(column);
    else groups.set(groupKey, { labels: labels(column.labels), members: [column] });
  });
  return groups.values();
}

/** The values that a group has at one step, into an array that is as long as there are values. */
export function valuesAtStep(members: readonly Column[], step: number, scratch: Float64Array): Float64Array {
  let count = 0;
  for (const { present, values } of members) if (present[step]) scratch[count++] = values[step] as number;
  return scratch.subarray(0, count);
}
