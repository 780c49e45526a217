import type { SetOperator, VectorMatching } from '../../ast/index.ts';
import type { Column } from '../../values/column.ts';
import { isPresentAnywhere } from '../../values/column.ts';
import { mergeSameLabels } from '../../values/merge.ts';
import type { Turns } from '../../values/turns.ts';
import { eachInTurns, mapInTurns } from '../../values/turns.ts';
import type { Grouper } from '../signature.ts';
import { grouper } from '../signature.ts';

/** `and`, `or`, `unless`: at each step, the left series with or without a partner on the right, by matching labels. */
export async function combineSets(
  operator: SetOperator,
  left: readonly Column[],
  right: readonly Column[],
  matching: VectorMatching,
  turns: Turns,
): Promise<Column[]> {
  const group = grouper({ by: matching.on, labels: matching.labels });
  if (operator !== 'or') {
    return maskedBy(left, await presenceByKey(right, group, turns), group, operator === 'and', turns);
  }
  const others = await maskedBy(right, await presenceByKey(left, group, turns), group, false, turns);
  return mergeSameLabels([...left, ...others]);
}

/** At which steps any series of a group has a value. */
async function presenceByKey(
  columns: readonly Column[],
  group: Grouper,
  turns: Turns,
): Promise<Map<string, Uint8Array>> {
  const presence = new Map<string, Uint8Array>();
  await eachInTurns(columns, turns, ({ labels, present }) => {
    const key = group.key(labels);
    const earlier = presence.get(key);
    presence.set(key, earlier ? earlier.map((each, step) => each | (present[step] as number)) : present);
  });
  return presence;
}

/** The columns at those steps at which their group's presence is as wanted. */
async function maskedBy(
  columns: readonly Column[],
  mask: Map<string, Uint8Array>,
  group: Grouper,
  wanted: boolean,
  turns: Turns,
): Promise<Column[]> {
  const kept = await mapInTurns(columns, turns, (column) => {
    const presence = mask.get(group.key(column.labels));
    const present = column.present.map((each, step) => each & Number(Boolean(presence?.[step]) === wanted));
    return { ...column, present };
  });
  return kept.filter(isPresentAnywhere);
}
