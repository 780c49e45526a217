import { checkQuantiles } from '../answer/annotations.ts';
import { executionError } from '../answer/query-error.ts';
import type { Call, Range } from '../ast/index.ts';
import { onesWhereEmpty } from '../functions/absent.ts';
import { windowFunctions } from '../functions/window/registry.ts';
import type { ScalarArguments, WindowFunction } from '../functions/window/window.ts';
import type { Column } from '../values/column.ts';
import { emptyColumn, isPresentAnywhere } from '../values/column.ts';
import { dropNames } from '../values/merge.ts';
import type { Value } from '../values/value.ts';
import { vectorValue } from '../values/value.ts';
import type { Evaluation } from './evaluation.ts';
import type { RangeSeries, RangeVector } from './range-vector.ts';
import { evaluateRangeVector } from './range-vector.ts';
import type { Steps } from './steps.ts';
import { walkWindows } from './windows.ts';

const COUNTER_NAME = /_(total|sum|count|bucket)$/;

/** A call whose argument number `rangeIndex` is a range vector; the others are scalars. */
export async function evaluateWindowCall(
  call: Call,
  rangeIndex: number,
  steps: Steps,
  evaluation: Evaluation,
): Promise<Value> {
  const rangeExpr = call.args[rangeIndex];
  if (!rangeExpr) throw executionError(`${call.function.name} needs a range vector`);
  const scalars = await scalarArguments(call, rangeIndex, steps, evaluation);
  const ranges = await evaluateRangeVector(rangeExpr, steps, evaluation);
  if (call.function.name === 'absent_over_time')
    return vectorValue(onesWhereEmpty(stepsTaken(ranges, steps), rangeExpr));
  const compute = windowFunctions.get(call.function.name);
  if (!compute) throw executionError(`function ${call.function.name} is not implemented`);
  const columns = await columnsOf(ranges, compute, scalars, steps, evaluation);
  if (columns.length > 0 && call.function.name === 'quantile_over_time') {
    checkQuantiles(scalars[0] ?? new Float64Array(), call.args[0]?.range ?? call.range, evaluation.annotations);
  }
  if (compute.expectsCounter) remarkOnNames(columns, rangeExpr.range, evaluation);
  return vectorValue(compute.keepsName ? columns : dropNames(columns));
}

async function scalarArguments(
  call: Call,
  rangeIndex: number,
  steps: Steps,
  evaluation: Evaluation,
): Promise<ScalarArguments> {
  const scalars: Float64Array[] = [];
  for (const [index, expr] of call.args.entries()) {
    if (index === rangeIndex) continue;
    const value = await evaluation.evaluate(expr, steps);
    if (value.type === 'scalar') scalars.push(value.values);
  }
  return scalars;
}

async function columnsOf(
  ranges: RangeVector,
  compute: WindowFunction,
  scalars: ScalarArguments,
  steps: Steps,
  { budget }: Evaluation,
): Promise<Column[]> {
  const columns: Column[] = [];
  for (const series of ranges.series) {
    await budget.breathe();
    const column = columnOf(series, ranges, compute, scalars, steps);
    if (!isPresentAnywhere(column)) continue;
    budget.hold(steps.count);
    columns.push(column);
  }
  return columns;
}

function columnOf(
  series: RangeSeries,
  ranges: RangeVector,
  compute: WindowFunction,
  scalars: ScalarArguments,
  steps: Steps,
): Column {
  const column = emptyColumn(series.labels, steps.count);
  const worth = compute.over(series, scalars);
  walkWindows(series, ranges, steps, (window) => {
    if (window.to - window.from < compute.minSamples) return;
    column.values[window.step] = worth(window);
    column.present[window.step] = 1;
  });
  return column;
}

/** The steps whose window has a sample of any series. */
function stepsTaken(ranges: RangeVector, steps: Steps): Uint8Array {
  const taken = new Uint8Array(steps.count);
  for (const series of ranges.series) {
    walkWindows(series, ranges, steps, (window) => {
      taken[window.step] = 1;
    });
  }
  return taken;
}

function remarkOnNames(columns: readonly Column[], place: Range, { annotations }: Evaluation): void {
  for (const name of new Set(columns.map(({ labels }) => labels.metricName))) {
    if (name === '' || COUNTER_NAME.test(name)) continue;
    const text = `metric might not be a counter, name does not end in _total/_sum/_count/_bucket: ${JSON.stringify(name)}`;
    annotations.inform(text, place);
  }
}
