import type { Call, Expr } from '../ast/index.ts';

/** Functions that look at the evaluation time even where their arguments do not. */
const LOOK_AT_TIME: ReadonlySet<string> = new Set([
  'days_in_month',
  'day_of_month',
  'day_of_week',
  'day_of_year',
  'hour',
  'minute',
  'month',
  'year',
  'predict_linear',
  'time',
  'timestamp',
]);

const known = new WeakMap<Expr, boolean>();

/** Whether an expression is worth the same at every step: its selectors are all pinned by `@`. */
export function isStepInvariant(expr: Expr): boolean {
  const answer = known.get(expr);
  if (answer !== undefined) return answer;
  const found = findOut(expr);
  known.set(expr, found);
  return found;
}

function findOut(expr: Expr): boolean {
  switch (expr.type) {
    case 'number':
    case 'string':
      return true;
    case 'vector_selector':
    case 'subquery':
      return expr.at !== undefined;
    case 'matrix_selector':
      return expr.selector.at !== undefined;
    case 'call':
      return isInvariantCall(expr);
    case 'aggregate':
      return isStepInvariant(expr.expr) && (expr.parameter === undefined || isStepInvariant(expr.parameter));
    case 'binary':
      return isStepInvariant(expr.left) && isStepInvariant(expr.right);
    case 'unary':
    case 'paren':
      return isStepInvariant(expr.expr);
  }
}

function isInvariantCall(call: Call): boolean {
  return !LOOK_AT_TIME.has(call.function.name) && call.args.every(isStepInvariant);
}
