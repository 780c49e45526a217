import type { Column } from '../../values/column.ts';
import { emptyColumn } from '../../values/column.ts';
import { quantileOf } from '../../values/quantile.ts';
import type { Turns } from '../../values/turns.ts';
import { eachInTurns } from '../../values/turns.ts';
import type { Group } from './groups.ts';
import { valuesAtStep } from './groups.ts';

/** The phi-quantile of a group's values at each step. */
export async function quantile({ labels, members }: Group, phis: Float64Array, turns: Turns): Promise<Column> {
  const result = emptyColumn(labels, phis.length);
  const scratch = new Float64Array(members.length);
  await eachInTurns(phis.entries(), turns, ([step, phi]) => {
    const values = valuesAtStep(members, step, scratch);
    if (values.length === 0) return;
    result.values[step] = quantileOf(phi, values, 0, values.length);
    result.present[step] = 1;
  });
  return result;
}
