import type { SetOperator, VectorMatching } from '../../ast/index.ts';
import type { Column } from '../../values/column.ts';
import { isPresentAnywhere } from '../../values/column.ts';
import { mergeSameLabels } from '../../values/merge.ts';
import type { Grouper } from '../signature.ts';
import { grouper } from '../signature.ts';

/** `and`, `or`, `unless`: at each step, the left series with or without a partner on the right, by matching labels. */
export function combineSets(
  operator: SetOperator,
  left: readonly Column[],
  right: readonly Column[],
  matching: VectorMatching,
): Column[] {
  const group = grouper({ by: matching.on, labels: matching.labels });
  if (operator === 'or')
    return mergeSameLabels([...left, ...maskedBy(right, presenceByKey(left, group), group, false)]);
  return maskedBy(left, presenceByKey(right, group), group, operator === 'and');
}

/** At which steps any series of a group has a value. */
function presenceByKey(columns: readonly Column[], group: Grouper): Map<string, Uint8Array> {
  const presence = new Map<string, Uint8Array>();
  for (const { labels, present } of columns) {
    const key = group.key(labels);
    const earlier = presence.get(key);
    presence.set(key, earlier ? earlier.map((each, step) => each | (present[step] as number)) : present);
  }
  return presence;
}

/** The columns at those steps at which their group's presence is as wanted. */
function maskedBy(
  columns: readonly Column[],
  mask: Map<string, Uint8Array>,
  group: Grouper,
  wanted: boolean,
): Column[] {
  const kept = columns.map((column) => {
    const presence = mask.get(group.key(column.labels));
    const present = column.present.map((each, step) => each & Number(Boolean(presence?.[step]) === wanted));
    return { ...column, present };
  });
  return kept.filter(isPresentAnywhere);
}
