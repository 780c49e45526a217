import type { Value } from './value.ts';
import { asText } from './value.ts';

/** Below, at or above 0. Throws for values that have no order, or that are of different kinds: 80 is not 80.0. */
export function compare(a: Value, b: Value): number {
  const [left, right] = [comparable(a), comparable(b)];
  if (kind(left) !== kind(right)) throw new Error('incompatible types for comparison');
  if (typeof left === 'boolean') throw new Error('invalid type for comparison');
  if (left === right) return 0;
  if ((left as number) < (right as number)) return -1;
  return (left as number) > (right as number) ? 1 : Number.NaN;
}

export function isEqual(a: Value, b: Value): boolean {
  if (a === undefined || b === undefined) return a === b;
  const [left, right] = [comparable(a), comparable(b)];
  if (kind(left) !== kind(right)) throw new Error('incompatible types for comparison');
  return left === right;
}

type Comparable = boolean | number | bigint | string;

function comparable(value: Value): Comparable {
  const text = asText(value);
  if (text !== undefined) return text;
  if (value === undefined || typeof value === 'object') throw new Error('invalid type for comparison');
  return value;
}

function kind(value: Comparable): string {
  return typeof value;
}
