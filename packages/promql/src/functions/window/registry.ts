import { idelta, irate } from './instant-rate.ts';
import {
  avgOverTime,
  changes,
  countOverTime,
  firstOverTime,
  lastOverTime,
  maxOverTime,
  minOverTime,
  presentOverTime,
  quantileOverTime,
  resets,
  stddevOverTime,
  stdvarOverTime,
  sumOverTime,
} from './over-time.ts';
import { delta, increase, rate } from './rate.ts';
import { deriv, predictLinear } from './regression.ts';
import type { WindowFunction } from './window.ts';

/** Functions whose value at a step depends on the samples of one series in a range, by their name in PromQL. */
export const windowFunctions: ReadonlyMap<string, WindowFunction> = new Map([
  ['rate', rate],
  ['increase', increase],
  ['delta', delta],
  ['irate', irate],
  ['idelta', idelta],
  ['deriv', deriv],
  ['predict_linear', predictLinear],
  ['sum_over_time', sumOverTime],
  ['avg_over_time', avgOverTime],
  ['count_over_time', countOverTime],
  ['min_over_time', minOverTime],
  ['max_over_time', maxOverTime],
  ['stddev_over_time', stddevOverTime],
  ['stdvar_over_time', stdvarOverTime],
  ['quantile_over_time', quantileOverTime],
  ['first_over_time', firstOverTime],
  ['last_over_time', lastOverTime],
  ['present_over_time', presentOverTime],
  ['changes', changes],
  ['resets', resets],
]);
