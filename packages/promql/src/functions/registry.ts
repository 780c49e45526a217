import { absent } from './absent.ts';
import type { CallFunction } from './call-input.ts';
import { nothing, pi, scalar, time, timestamp, vector } from './convert.ts';
import { dateFunctions } from './date.ts';
import { elementFunctions } from './element.ts';
import { clampToInterval, elementwise, elementwiseOfTime } from './elementwise.ts';
import { histogramFraction, histogramQuantile } from './histogram/functions.ts';
import { labelJoin, labelReplace } from './label-functions.ts';
import { sort, sortDesc } from './sort.ts';

/** Functions of evaluated arguments, by their name in PromQL. Those of range vectors are in window/registry.ts. */
export const callFunctions: ReadonlyMap<string, CallFunction> = new Map<string, CallFunction>([
  ...[...elementFunctions].map(([name, compute]) => [name, elementwise(compute)] as const),
  ...[...dateFunctions].map(([name, compute]) => [name, elementwiseOfTime(compute)] as const),
  ['clamp', clampToInterval],
  ['absent', absent],
  ['histogram_quantile', histogramQuantile],
  ['histogram_fraction', histogramFraction],
  ['histogram_avg', nothing],
  ['histogram_count', nothing],
  ['histogram_stddev', nothing],
  ['histogram_stdvar', nothing],
  ['histogram_sum', nothing],
  ['label_join', labelJoin],
  ['label_replace', labelReplace],
  ['pi', pi],
  ['scalar', scalar],
  ['sort', sort],
  ['sort_desc', sortDesc],
  ['time', time],
  ['timestamp', timestamp],
  ['vector', vector],
]);
