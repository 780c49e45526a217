import type { Column } from '../../values/column.ts';
import { emptyColumn } from '../../values/column.ts';
import { quantileOf } from '../../values/quantile.ts';
import type { Group } from './groups.ts';
import { valuesAtStep } from './groups.ts';

/** The phi-quantile of a group's values at each step. */
export function quantile({ labels, members }: Group, phis: Float64Array): Column {
  const result = emptyColumn(labels, phis.length);
  const scratch = new Float64Array(members.length);
  for (const [step, phi] of phis.entries()) {
    const values = valuesAtStep(members, step, scratch);
    if (values.length === 0) continue;
    result.values[step] = quantileOf(phi, values, 0, values.length);
    result.present[step] = 1;
  }
  return result;
}
