import { vectorValue } from '../values/value.ts';
import type { CallFunction } from './call-input.ts';
import { vectorArg } from './call-input.ts';

/** By value, NaN last. A range query is not sorted: its series have a value a step. */
export const sort: CallFunction = sortedBy((a, b) => a - b);
export const sortDesc: CallFunction = sortedBy((a, b) => b - a);

function sortedBy(difference: (a: number, b: number) => number): CallFunction {
  return (input) => {
    const columns = vectorArg(input, 0);
    if (input.timesMs.length !== 1) return vectorValue(columns);
    const at = (index: number) => columns[index]?.values[0] as number;
    const order = columns.map((_, index) => index).sort((i, j) => nanLast(at(i), at(j), difference));
    return vectorValue(order.flatMap((index) => columns[index] ?? []));
  };
}

function nanLast(a: number, b: number, difference: (a: number, b: number) => number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
  return a === b ? 0 : difference(a, b);
}
