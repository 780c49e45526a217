import type { ArithmeticOperator, Binary, ComparisonOperator } from '../../ast/index.ts';
import { isComparison } from '../../ast/index.ts';
import { ARITHMETIC, COMPARISON } from './operators.ts';

/** What two values make: writes to `into` at `step` and says whether there is a value at all. */
export type PointOperation = (a: number, b: number, into: Float64Array, step: number) => 0 | 1;

/**
 * Arithmetic gives its result, a comparison with `bool` 0 or 1. A comparison without it filters: it keeps one side's
 * value where it holds.
 */
export function pointOperation(
  { operator, returnBool }: Pick<Binary, 'operator' | 'returnBool'>,
  kept: 'left' | 'right' = 'left',
): PointOperation {
  if (!isComparison(operator)) return calculating(operator as ArithmeticOperator);
  return returnBool ? deciding(operator) : filtering(operator, kept);
}

/** Whether the result is a number of its own rather than a sample of the metric. */
export function dropsName({ operator, returnBool }: Pick<Binary, 'operator' | 'returnBool'>): boolean {
  return returnBool || !isComparison(operator);
}

function calculating(operator: ArithmeticOperator): PointOperation {
  const calculate = ARITHMETIC[operator];
  return (a, b, into, step) => {
    into[step] = calculate(a, b);
    return 1;
  };
}

function deciding(operator: ComparisonOperator): PointOperation {
  const holds = COMPARISON[operator];
  return (a, b, into, step) => {
    into[step] = holds(a, b) ? 1 : 0;
    return 1;
  };
}

function filtering(operator: ComparisonOperator, kept: 'left' | 'right'): PointOperation {
  const holds = COMPARISON[operator];
  return (a, b, into, step) => {
    if (!holds(a, b)) return 0;
    into[step] = kept === 'left' ? a : b;
    return 1;
  };
}
