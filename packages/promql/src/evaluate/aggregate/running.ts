import type { Column } from '../../values/column.ts';
import { emptyColumn } from '../../values/column.ts';
import { compensate } from '../../values/kahan.ts';
import { meanOf } from '../../values/mean.ts';
import type { Turns } from '../../values/turns.ts';
import { eachInTurns } from '../../values/turns.ts';
import type { Group } from './groups.ts';
import { valuesAtStep } from './groups.ts';

/** Aggregations that take one series after the other into a column over all steps. */
export type RunningAggregation = (group: Group, stepCount: number, turns: Turns) => Promise<Column>;

export const sum: RunningAggregation = async (group, stepCount, turns) => {
  const { result } = await compensatedSum(group, stepCount, turns);
  return result;
};

/** The mean; where the sum overflows it is made from the values of that step again, in a way that does not. */
export const avg: RunningAggregation = async (group, stepCount, turns) => {
  const { result, counts } = await compensatedSum(group, stepCount, turns);
  const scratch = new Float64Array(group.members.length);
  for (let step = 0; step < stepCount; step++) {
    if (!result.present[step]) continue;
    const total = result.values[step] as number;
    if (Number.isFinite(total)) result.values[step] = total / (counts[step] as number);
    else result.values[step] = meanOf(valuesAtStep(group.members, step, scratch), 0, counts[step] as number);
  }
  return result;
};

export const count: RunningAggregation = async (group, stepCount, turns) => {
  const { result, counts } = await compensatedSum(group, stepCount, turns);
  result.values.set(counts);
  return result;
};

export const group: RunningAggregation = async (members, stepCount, turns) => {
  const result = await count(members, stepCount, turns);
  result.values.fill(1);
  return result;
};

/** The smallest value; NaN only if all are. */
export const min: RunningAggregation = extreme((value, best) => value < best);
export const max: RunningAggregation = extreme((value, best) => value > best);

export const stdvar: RunningAggregation = async ({ labels, members }, stepCount, turns) => {
  const result = emptyColumn(labels, stepCount);
  const means = new Float64Array(stepCount);
  const counts = new Uint32Array(stepCount);
  await eachInTurns(members, turns, ({ values, present }) => {
    for (let step = 0; step < stepCount; step++) {
      if (!present[step]) continue;
      const seen = (counts[step] as number) + 1;
      const value = values[step] as number;
      const delta = value - (means[step] as number);
      means[step] = (means[step] as number) + delta / seen;
      result.values[step] = (result.values[step] as number) + delta * (value - (means[step] as number));
      counts[step] = seen;
      result.present[step] = 1;
    }
  });
  for (let step = 0; step < stepCount; step++)
    result.values[step] = (result.values[step] as number) / (counts[step] || 1);
  return result;
};

export const stddev: RunningAggregation = async (members, stepCount, turns) => {
  const result = await stdvar(members, stepCount, turns);
  for (let step = 0; step < stepCount; step++) result.values[step] = Math.sqrt(result.values[step] as number);
  return result;
};

async function compensatedSum(
  { labels, members }: Group,
  stepCount: number,
  turns: Turns,
): Promise<{ result: Column; counts: Uint32Array }> {
  const result = emptyColumn(labels, stepCount);
  const sums = result.values;
  const errors = new Float64Array(stepCount);
  const counts = new Uint32Array(stepCount);
  await eachInTurns(members, turns, ({ values, present }) => {
    for (let step = 0; step < stepCount; step++) {
      if (!present[step]) continue;
      const before = sums[step] as number;
      const term = values[step] as number;
      sums[step] = before + term;
      errors[step] = compensate(before, term, before + term, errors[step] as number);
      counts[step] = (counts[step] as number) + 1;
    }
  });
  for (let step = 0; step < stepCount; step++) {
    sums[step] = (sums[step] as number) + (errors[step] as number);
    result.present[step] = counts[step] ? 1 : 0;
  }
  return { result, counts };
}

function extreme(isBetter: (value: number, best: number) => boolean): RunningAggregation {
  return async ({ labels, members }, stepCount, turns) => {
    const result = emptyColumn(labels, stepCount);
    await eachInTurns(members, turns, ({ values, present }) => {
      for (let step = 0; step < stepCount; step++) {
        if (!present[step]) continue;
        const value = values[step] as number;
        const best = result.values[step] as number;
        if (!result.present[step] || isBetter(value, best) || Number.isNaN(best)) result.values[step] = value;
        result.present[step] = 1;
      }
    });
    return result;
  };
}
