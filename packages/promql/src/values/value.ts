import type { Column } from './column.ts';
import { repeatedColumn } from './column.ts';

/** What an expression is worth over the steps of an evaluation. Range vectors never leave the function they are in. */
export type Value = ScalarValue | VectorValue | StringValue;

export interface ScalarValue {
  readonly type: 'scalar';
  /** One value a step. */
  readonly values: Float64Array;
}

export interface VectorValue {
  readonly type: 'vector';
  /** No two columns have the same labels; order matters to an instant query that sorts. */
  readonly columns: readonly Column[];
}

export interface StringValue {
  readonly type: 'string';
  readonly value: string;
}

export function scalarValue(values: Float64Array): ScalarValue {
  return { type: 'scalar', values };
}

export function vectorValue(columns: readonly Column[]): VectorValue {
  return { type: 'vector', columns };
}

/** A value of one step, at every one of `stepCount` steps. */
export function repeated(value: Value, stepCount: number): Value {
  if (value.type === 'string') return value;
  if (value.type === 'scalar') return scalarValue(new Float64Array(stepCount).fill(value.values[0] as number));
  return vectorValue(value.columns.map((column) => repeatedColumn(column, stepCount)));
}
