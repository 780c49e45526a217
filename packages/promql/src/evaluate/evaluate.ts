import { executionError } from '../answer/query-error.ts';
import type { Expr, Unary } from '../ast/index.ts';
import { dropNames } from '../values/merge.ts';
import { mapInTurns } from '../values/turns.ts';
import type { Value } from '../values/value.ts';
import { repeated, scalarValue, vectorValue } from '../values/value.ts';
import { evaluateAggregate } from './aggregate/aggregate.ts';
import { evaluateBinary } from './binary/binary.ts';
import { evaluateCall } from './call.ts';
import type { Evaluation } from './evaluation.ts';
import { isStepInvariant } from './invariant.ts';
import type { Steps } from './steps.ts';
import { oneStep } from './steps.ts';
import { evaluateVectorSelector } from './vector-selector.ts';

/**
 * The value of an expression over steps. What is the same at every step is evaluated at one of them. What nodes below
 * held is released, and the value held instead.
 */
export async function evaluate(expr: Expr, steps: Steps, evaluation: Evaluation): Promise<Value> {
  const { budget } = evaluation;
  const heldBefore = budget.heldSamples;
  // Whatever the value will be, it has a number for each step: too many steps are refused before they are made.
  budget.hold(steps.count);
  budget.settle(heldBefore, 0);
  const once = steps.count > 1 && isStepInvariant(expr);
  const found = await evaluateNode(expr, once ? oneStep(steps.startMs) : steps, evaluation);
  const value = once ? repeated(found, steps.count) : found;
  budget.settle(heldBefore, value.type === 'vector' ? value.columns.length * steps.count : 0);
  return value;
}

async function evaluateNode(expr: Expr, steps: Steps, evaluation: Evaluation): Promise<Value> {
  switch (expr.type) {
    case 'number':
      return scalarValue(new Float64Array(steps.count).fill(expr.value));
    case 'string':
      return { type: 'string', value: expr.value };
    case 'paren':
      return evaluate(expr.expr, steps, evaluation);
    case 'unary':
      return evaluateUnary(expr, steps, evaluation);
    case 'vector_selector':
      return vectorValue(await evaluateVectorSelector(expr, steps, evaluation));
    case 'binary':
      return evaluateBinary(expr, steps, evaluation);
    case 'aggregate':
      return evaluateAggregate(expr, steps, evaluation);
    case 'call':
      return evaluateCall(expr, steps, evaluation);
    case 'matrix_selector':
    case 'subquery':
      throw executionError('a range vector can only be the argument of a function');
  }
}

async function evaluateUnary(node: Unary, steps: Steps, evaluation: Evaluation): Promise<Value> {
  const value = await evaluate(node.expr, steps, evaluation);
  if (node.operator === '+' || value.type === 'string') return value;
  if (value.type === 'scalar') return scalarValue(value.values.map((each) => -each));
  const negated = await mapInTurns(value.columns, evaluation.budget, (column) => ({
    ...column,
    values: column.values.map((each) => -each),
  }));
  return vectorValue(dropNames(negated));
}
