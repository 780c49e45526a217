import { Labels } from '../labels/index.ts';
import type { Column } from '../values/column.ts';
import { emptyColumn, isPresentAnywhere } from '../values/column.ts';
import { dropNames } from '../values/merge.ts';
import { mapInTurns } from '../values/turns.ts';
import { vectorValue } from '../values/value.ts';
import type { CallFunction, CallInput } from './call-input.ts';
import { scalarArg, vectorArg } from './call-input.ts';
import type { ElementFunction } from './element.ts';
import { clamp } from './element.ts';

/** Applies a function to every point of a vector, with the further arguments as scalars. */
export function elementwise(compute: ElementFunction): CallFunction {
  return async (input) => {
    const scalars = input.args.slice(1).map((_, index) => scalarArg(input, index + 1));
    const apply = (column: Column) => applied(column, compute, scalars);
    return vectorValue(dropNames(await mapInTurns(vectorArg(input, 0), input.turns, apply)));
  };
}

/** The same of a function of time, for which no argument means now. */
export function elementwiseOfTime(compute: ElementFunction): CallFunction {
  return (input) => {
    if (input.args.length > 0) return elementwise(compute)(input);
    const now = emptyColumn(Labels.empty, input.timesMs.length);
    for (const [step, timeMs] of input.timesMs.entries()) now.values[step] = compute(timeMs / 1000);
    now.present.fill(1);
    return vectorValue([now]);
  };
}

/** clamp(v, min, max): empty where the interval is. */
export const clampToInterval: CallFunction = async (input) => {
  const [min, max] = [scalarArg(input, 1), scalarArg(input, 2)];
  const kept = await mapInTurns(vectorArg(input, 0), input.turns, (column) => ({
    ...column,
    present: column.present.map((each, step) => ((max[step] as number) < (min[step] as number) ? 0 : each)),
  }));
  const inside: CallInput = { ...input, args: [vectorValue(kept.filter(isPresentAnywhere)), ...input.args.slice(1)] };
  return elementwise(clamp)(inside);
};

function applied(column: Column, compute: ElementFunction, scalars: readonly Float64Array[]): Column {
  const [first, second] = scalars;
  const values = new Float64Array(column.values.length);
  for (let step = 0; step < values.length; step++) {
    if (!column.present[step]) continue;
    values[step] = compute(column.values[step] as number, first?.[step], second?.[step]);
  }
  return { ...column, values };
}
