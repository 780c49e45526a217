import { executionError } from '../../answer/query-error.ts';
import type { Binary } from '../../ast/index.ts';
import { isSetOperator } from '../../ast/index.ts';
import type { Value } from '../../values/value.ts';
import { scalarValue, vectorValue } from '../../values/value.ts';
import type { Evaluation } from '../evaluation.ts';
import type { Steps } from '../steps.ts';
import { matchVectors } from './matching.ts';
import { combineSets } from './sets.ts';
import { scalarWithScalar, vectorWithScalar } from './with-scalar.ts';

export async function evaluateBinary(node: Binary, steps: Steps, evaluation: Evaluation): Promise<Value> {
  const { budget } = evaluation;
  const left = await evaluation.evaluate(node.left, steps);
  const right = await evaluation.evaluate(node.right, steps);
  if (left.type === 'scalar' && right.type === 'scalar')
    return scalarValue(scalarWithScalar(node, left.values, right.values));
  if (left.type === 'vector' && right.type === 'scalar') {
    return vectorValue(await vectorWithScalar(node, left.columns, right.values, 'left', budget));
  }
  if (left.type === 'scalar' && right.type === 'vector') {
    return vectorValue(await vectorWithScalar(node, right.columns, left.values, 'right', budget));
  }
  if (left.type !== 'vector' || right.type !== 'vector' || !node.matching) {
    throw executionError(`binary expression must contain only scalar and instant vector types`);
  }
  const { matching, operator } = node;
  if (isSetOperator(operator)) {
    return vectorValue(await combineSets(operator, left.columns, right.columns, matching, budget));
  }
  return vectorValue(await matchVectors(node, matching, left.columns, right.columns, budget));
}
