import type { Binary } from '../../ast/index.ts';
import type { Column } from '../../values/column.ts';
import { emptyColumn, isPresentAnywhere } from '../../values/column.ts';
import { dropNames } from '../../values/merge.ts';
import type { Turns } from '../../values/turns.ts';
import { mapInTurns } from '../../values/turns.ts';
import { dropsName, pointOperation } from './pointwise.ts';

/** Two scalars; a comparison of them always has `bool`. */
export function scalarWithScalar(node: Binary, left: Float64Array, right: Float64Array): Float64Array {
  const operation = pointOperation(node);
  const result = new Float64Array(left.length);
  for (let step = 0; step < result.length; step++) {
    operation(left[step] as number, right[step] as number, result, step);
  }
  return result;
}

/** A vector and a scalar, which stands on the side not `vectorSide`. Filters keep the vector's values. */
export async function vectorWithScalar(
  node: Binary,
  columns: readonly Column[],
  scalars: Float64Array,
  vectorSide: 'left' | 'right',
  turns: Turns,
): Promise<Column[]> {
  const operation = pointOperation(node, vectorSide);
  const results = await mapInTurns(columns, turns, (column) => {
    const result = emptyColumn(column.labels, scalars.length);
    for (let step = 0; step < scalars.length; step++) {
      if (!column.present[step]) continue;
      const value = column.values[step] as number;
      const scalar = scalars[step] as number;
      const [a, b] = vectorSide === 'left' ? [value, scalar] : [scalar, value];
      result.present[step] = operation(a, b, result.values, step);
    }
    return result;
  });
  return (dropsName(node) ? dropNames(results) : results).filter(isPresentAnywhere);
}
