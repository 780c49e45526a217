import { executionError } from '../answer/query-error.ts';
import type { Expr, MatrixSelector, Subquery } from '../ast/index.ts';
import type { Labels } from '../labels/index.ts';
import type { Column } from '../values/column.ts';
import type { Samples } from '../values/samples.ts';
import { withoutStale } from '../values/samples.ts';
import { mapInTurns } from '../values/turns.ts';
import type { Evaluation } from './evaluation.ts';
import { extent, shiftedSteps } from './evaluation.ts';
import { selectSeries } from './select.ts';
import type { Steps } from './steps.ts';
import { subquerySteps, timeOfStep } from './steps.ts';

/** A range vector: the samples of all windows, once, and where each step's window ends. */
export interface RangeVector {
  readonly series: readonly RangeSeries[];
  readonly rangeMs: number;
  readonly windowEnds: Steps;
}

export interface RangeSeries extends Samples {
  readonly labels: Labels;
}

export async function evaluateRangeVector(expr: Expr, steps: Steps, evaluation: Evaluation): Promise<RangeVector> {
  switch (expr.type) {
    case 'paren':
      return evaluateRangeVector(expr.expr, steps, evaluation);
    case 'matrix_selector':
      return fromSelector(expr, steps, evaluation);
    case 'subquery':
      return fromSubquery(expr, steps, evaluation);
    default:
      throw executionError(`expected a range vector, got ${expr.type}`);
  }
}

async function fromSelector(matrix: MatrixSelector, steps: Steps, evaluation: Evaluation): Promise<RangeVector> {
  const windowEnds = shiftedSteps(steps, matrix.selector, evaluation);
  const { firstMs, lastMs } = extent(windowEnds);
  const selection = { matchers: matrix.selector.matchers, startMs: firstMs - matrix.rangeMs + 1, endMs: lastMs };
  const selected = await selectSeries(selection, evaluation);
  const series = await mapInTurns(selected, evaluation.budget, withoutStale);
  return { series, rangeMs: matrix.rangeMs, windowEnds };
}

async function fromSubquery(subquery: Subquery, steps: Steps, evaluation: Evaluation): Promise<RangeVector> {
  const windowEnds = shiftedSteps(steps, subquery, evaluation);
  const { firstMs, lastMs } = extent(windowEnds);
  const stepMs = subquery.stepMs ?? evaluation.defaultSubqueryStepMs;
  const inner = subquerySteps(firstMs, lastMs, subquery.rangeMs, stepMs);
  const columns = inner.count === 0 ? [] : await innerColumns(subquery.expr, inner, evaluation);
  const series = await mapInTurns(columns, evaluation.budget, (each) => toSeries(each, inner));
  return { series, rangeMs: subquery.rangeMs, windowEnds };
}

async function innerColumns(expr: Expr, steps: Steps, evaluation: Evaluation): Promise<readonly Column[]> {
  const value = await evaluation.evaluate(expr, steps);
  return value.type === 'vector' ? value.columns : [];
}

/** The points of a column as samples at the times of its steps. */
export function toSeries(column: Column, steps: Steps): RangeSeries {
  const { labels, present } = column;
  let count = 0;
  for (let step = 0; step < steps.count; step++) count += present[step] as number;
  const timestamps = new Float64Array(count);
  const values = new Float64Array(count);
  let next = 0;
  for (let step = 0; step < steps.count; step++) {
    if (!present[step]) continue;
    timestamps[next] = timeOfStep(steps, step);
    values[next++] = column.values[step] as number;
  }
  return { labels, timestamps, values };
}
