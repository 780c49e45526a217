import { executionError } from '../../answer/query-error.ts';
import type { Binary, VectorMatching } from '../../ast/index.ts';
import type { Labels } from '../../labels/index.ts';
import { formatLabels, LabelsBuilder } from '../../labels/index.ts';
import type { Column } from '../../values/column.ts';
import { emptyColumn, isPresentAnywhere } from '../../values/column.ts';
import { mergeSameLabels } from '../../values/merge.ts';
import { eachInTurns } from '../../values/turns.ts';
import type { Budget } from '../budget.ts';
import { grouper } from '../signature.ts';
import { dropsName, pointOperation } from './pointwise.ts';

interface Group {
  readonly many: Column[];
  readonly one: Column[];
}

type Sides = { readonly many: readonly Column[]; readonly one: readonly Column[] };

/**
 * Arithmetic and comparisons between vectors: each series of the many side with the series of the one side whose
 * matching labels are the same. In one-to-one matching the left side counts as the many side, of which a group then
 * may have but one series.
 */
export async function matchVectors(
  node: Binary,
  matching: VectorMatching,
  left: readonly Column[],
  right: readonly Column[],
  budget: Budget,
): Promise<Column[]> {
  const swapped = matching.cardinality === 'one-to-many';
  const sides: Sides = swapped ? { many: right, one: left } : { many: left, one: right };
  const results: Column[] = [];
  for (const group of await groupsOf(sides, matching, budget)) {
    if (group.one.length > 1) refuseDuplicates(group, sides, matching, swapped ? 'left' : 'right');
    if (matching.cardinality === 'one-to-one' && group.many.length > 1) refuseSecondMatch(group);
    for (const one of group.one) {
      budget.hold(group.many.length * one.present.length);
      await eachInTurns(group.many, budget, (many) => results.push(combine(node, matching, many, one, swapped)));
    }
  }
  const conflict = 'multiple matches for labels: grouping labels must ensure unique matches';
  await budget.breathe();
  return mergeSameLabels(results, conflict).filter(isPresentAnywhere);
}

async function groupsOf(sides: Sides, matching: VectorMatching, budget: Budget): Promise<Iterable<Group>> {
  const { key } = grouper({ by: matching.on, labels: matching.labels });
  const groups = new Map<string, Group>();
  await eachInTurns(sides.one, budget, (column) => {
    const shared = key(column.labels);
    const found = groups.get(shared);
    if (found) found.one.push(column);
    else groups.set(shared, { many: [], one: [column] });
  });
  await eachInTurns(sides.many, budget, (column) => groups.get(key(column.labels))?.many.push(column));
  return groups.values();
}

function combine(node: Binary, matching: VectorMatching, many: Column, one: Column, swapped: boolean): Column {
  const [left, right] = swapped ? [one, many] : [many, one];
  const operation = pointOperation(node);
  const result = emptyColumn(resultLabels(node, matching, many.labels, one.labels), many.present.length);
  for (let step = 0; step < result.present.length; step++) {
    if (!left.present[step] || !right.present[step]) continue;
    result.present[step] = operation(left.values[step] as number, right.values[step] as number, result.values, step);
  }
  return result;
}

function resultLabels(node: Binary, matching: VectorMatching, many: Labels, one: Labels): Labels {
  const builder = new LabelsBuilder(many);
  if (dropsName(node)) builder.del('__name__', '__type__', '__unit__');
  if (matching.cardinality === 'one-to-one') {
    if (matching.on) builder.keep(...matching.labels);
    else builder.del(...matching.labels);
  }
  for (const name of matching.include) builder.set(name, one.get(name));
  return builder.build();
}

/** No step may have two series of a group on the one side, whether or not the other side has a partner for them. */
function refuseDuplicates(group: Group, sides: Sides, matching: VectorMatching, side: string): void {
  const taken = new Map<number, Column>();
  for (const column of group.one) {
    for (let step = 0; step < column.present.length; step++) {
      if (!column.present[step]) continue;
      const other = taken.get(step);
      if (other && sides.many.some(({ present }) => present[step])) throw duplicates(other, column, matching, side);
      taken.set(step, column);
    }
  }
}

function duplicates(a: Column, b: Column, matching: VectorMatching, side: string): Error {
  const shared = formatLabels(grouper({ by: matching.on, labels: matching.labels }).labels(a.labels));
  const both = `[${formatLabels(b.labels)}, ${formatLabels(a.labels)}]`;
  return executionError(
    `found duplicate series for the match group ${shared} on the ${side} hand-side of the operation: ${both};many-to-many matching not allowed: matching labels must be unique on one side`,
  );
}

function refuseSecondMatch(group: Group): void {
  for (const one of group.one) {
    const counts = new Uint32Array(one.present.length);
    for (const { present } of group.many) {
      for (let step = 0; step < counts.length; step++) {
        if (!present[step] || !one.present[step]) continue;
        counts[step] = (counts[step] as number) + 1;
        if ((counts[step] as number) < 2) continue;
        throw executionError(
          'multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)',
        );
      }
    }
  }
}
