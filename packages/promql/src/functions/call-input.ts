import type { Annotations } from '../answer/annotations.ts';
import { executionError } from '../answer/query-error.ts';
import type { Expr } from '../ast/index.ts';
import type { Column } from '../values/column.ts';
import type { Turns } from '../values/turns.ts';
import type { Value } from '../values/value.ts';

/** A call with its arguments evaluated over all steps. */
export interface CallInput {
  readonly args: readonly Value[];
  /** The arguments as written. */
  readonly exprs: readonly Expr[];
  /** The times of the steps, in milliseconds. */
  readonly timesMs: Float64Array;
  readonly annotations: Annotations;
  readonly turns: Turns;
}

export type CallFunction = (input: CallInput) => Value | Promise<Value>;

// The checker has seen to it that arguments have these types.

export function vectorArg({ args }: CallInput, index: number): readonly Column[] {
  const value = args[index];
  if (value?.type !== 'vector') throw executionError(`argument ${index + 1} must be an instant vector`);
  return value.columns;
}

export function scalarArg({ args }: CallInput, index: number): Float64Array {
  const value = args[index];
  if (value?.type !== 'scalar') throw executionError(`argument ${index + 1} must be a scalar`);
  return value.values;
}

export function textArg({ args }: CallInput, index: number): string {
  const value = args[index];
  if (value?.type !== 'string') throw executionError(`argument ${index + 1} must be a string`);
  return value.value;
}

/** The argument as written, without parentheses around it. */
export function writtenArg({ exprs }: CallInput, index: number): Expr | undefined {
  let expr = exprs[index];
  while (expr?.type === 'paren') expr = expr.expr;
  return expr;
}
