import type { ValueType } from '../ast/documented-type.ts';

/** What the checker and the evaluator both know of a function. */
export interface FunctionSignature {
  readonly name: string;
  /** One type for each argument; the last one also for every further argument of a variadic function. */
  readonly args: readonly ValueType[];
  /** How many arguments are required, and the most there may be (Infinity: any number). */
  readonly minArgs: number;
  readonly maxArgs: number;
  readonly returns: ValueType;
  /** Known, but refused: behind a feature flag upstream. */
  readonly experimental: boolean;
}

type Row = readonly [returns: ValueType, ...args: string[]];

/** `type` is required, `type?` may be left out, `type*` may come any number of times. */
const ROWS: Readonly<Record<string, Row>> = {
  abs: ['vector', 'vector'],
  absent: ['vector', 'vector'],
  absent_over_time: ['vector', 'matrix'],
  acos: ['vector', 'vector'],
  acosh: ['vector', 'vector'],
  asin: ['vector', 'vector'],
  asinh: ['vector', 'vector'],
  atan: ['vector', 'vector'],
  atanh: ['vector', 'vector'],
  avg_over_time: ['vector', 'matrix'],
  ceil: ['vector', 'vector'],
  changes: ['vector', 'matrix'],
  clamp: ['vector', 'vector', 'scalar', 'scalar'],
  clamp_max: ['vector', 'vector', 'scalar'],
  clamp_min: ['vector', 'vector', 'scalar'],
  cos: ['vector', 'vector'],
  cosh: ['vector', 'vector'],
  count_over_time: ['vector', 'matrix'],
  day_of_month: ['vector', 'vector?'],
  day_of_week: ['vector', 'vector?'],
  day_of_year: ['vector', 'vector?'],
  days_in_month: ['vector', 'vector?'],
  deg: ['vector', 'vector'],
  delta: ['vector', 'matrix'],
  deriv: ['vector', 'matrix'],
  exp: ['vector', 'vector'],
  first_over_time: ['vector', 'matrix'],
  floor: ['vector', 'vector'],
  histogram_avg: ['vector', 'vector'],
  histogram_count: ['vector', 'vector'],
  histogram_fraction: ['vector', 'scalar', 'scalar', 'vector'],
  histogram_quantile: ['vector', 'scalar', 'vector'],
  histogram_stddev: ['vector', 'vector'],
  histogram_stdvar: ['vector', 'vector'],
  histogram_sum: ['vector', 'vector'],
  hour: ['vector', 'vector?'],
  idelta: ['vector', 'matrix'],
  increase: ['vector', 'matrix'],
  irate: ['vector', 'matrix'],
  label_join: ['vector', 'vector', 'string', 'string', 'string*'],
  label_replace: ['vector', 'vector', 'string', 'string', 'string', 'string'],
  last_over_time: ['vector', 'matrix'],
  ln: ['vector', 'vector'],
  log10: ['vector', 'vector'],
  log2: ['vector', 'vector'],
  max_over_time: ['vector', 'matrix'],
  min_over_time: ['vector', 'matrix'],
  minute: ['vector', 'vector?'],
  month: ['vector', 'vector?'],
  pi: ['scalar'],
  predict_linear: ['vector', 'matrix', 'scalar'],
  present_over_time: ['vector', 'matrix'],
  quantile_over_time: ['vector', 'scalar', 'matrix'],
  rad: ['vector', 'vector'],
  rate: ['vector', 'matrix'],
  resets: ['vector', 'matrix'],
  round: ['vector', 'vector', 'scalar?'],
  scalar: ['scalar', 'vector'],
  sgn: ['vector', 'vector'],
  sin: ['vector', 'vector'],
  sinh: ['vector', 'vector'],
  sort: ['vector', 'vector'],
  sort_desc: ['vector', 'vector'],
  sqrt: ['vector', 'vector'],
  stddev_over_time: ['vector', 'matrix'],
  stdvar_over_time: ['vector', 'matrix'],
  sum_over_time: ['vector', 'matrix'],
  tan: ['vector', 'vector'],
  tanh: ['vector', 'vector'],
  time: ['scalar'],
  timestamp: ['vector', 'vector'],
  vector: ['vector', 'scalar'],
  year: ['vector', 'vector?'],
};

/** Names that need a feature flag upstream; here they are refused. */
const EXPERIMENTAL: Readonly<Record<string, Row>> = {
  double_exponential_smoothing: ['vector', 'matrix', 'scalar', 'scalar'],
  info: ['vector', 'vector', 'vector?'],
  mad_over_time: ['vector', 'matrix'],
  sort_by_label: ['vector', 'vector', 'string*'],
  sort_by_label_desc: ['vector', 'vector', 'string*'],
  ts_of_first_over_time: ['vector', 'matrix'],
  ts_of_last_over_time: ['vector', 'matrix'],
  ts_of_max_over_time: ['vector', 'matrix'],
  ts_of_min_over_time: ['vector', 'matrix'],
};

export const FUNCTIONS: ReadonlyMap<string, FunctionSignature> = new Map(
  [...entries(ROWS, false), ...entries(EXPERIMENTAL, true)].map((signature) => [signature.name, signature]),
);

function entries(rows: Readonly<Record<string, Row>>, experimental: boolean): FunctionSignature[] {
  return Object.entries(rows).map(([name, [returns, ...args]]) => ({
    name,
    args: args.map((arg) => arg.replace(/[?*]$/, '') as ValueType),
    minArgs: args.filter((arg) => !/[?*]$/.test(arg)).length,
    maxArgs: args.some((arg) => arg.endsWith('*')) ? Number.POSITIVE_INFINITY : args.length,
    returns,
    experimental,
  }));
}
