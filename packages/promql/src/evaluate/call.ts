import { executionError } from '../answer/query-error.ts';
import type { Call, Expr, VectorSelector } from '../ast/index.ts';
import { valueType } from '../ast/index.ts';
import { callFunctions } from '../functions/registry.ts';
import { dropNames } from '../values/merge.ts';
import type { Value } from '../values/value.ts';
import { vectorValue } from '../values/value.ts';
import type { Evaluation } from './evaluation.ts';
import type { Steps } from './steps.ts';
import { timeOfStep } from './steps.ts';
import { evaluateVectorSelector } from './vector-selector.ts';
import { evaluateWindowCall } from './window-call.ts';

export async function evaluateCall(call: Call, steps: Steps, evaluation: Evaluation): Promise<Value> {
  const { name } = call.function;
  const rangeIndex = call.args.findIndex((arg) => valueType(arg) === 'matrix');
  if (rangeIndex >= 0) return evaluateWindowCall(call, rangeIndex, steps, evaluation);
  const selector = name === 'timestamp' ? selectorIn(call.args[0]) : undefined;
  if (selector) return vectorValue(dropNames(await evaluateVectorSelector(selector, steps, evaluation, 'seconds')));
  const compute = callFunctions.get(name);
  if (!compute) throw executionError(`function ${name} is not implemented`);
  const args: Value[] = [];
  for (const expr of call.args) args.push(await evaluation.evaluate(expr, steps));
  await evaluation.budget.breathe();
  const timesMs = Float64Array.from({ length: steps.count }, (_, step) => timeOfStep(steps, step));
  return compute({ args, exprs: call.args, timesMs, annotations: evaluation.annotations, turns: evaluation.budget });
}

function selectorIn(expr: Expr | undefined): VectorSelector | undefined {
  if (expr?.type === 'paren') return selectorIn(expr.expr);
  return expr?.type === 'vector_selector' ? expr : undefined;
}
