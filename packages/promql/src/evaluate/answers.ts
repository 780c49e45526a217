import { executionError } from '../answer/query-error.ts';
import type { MatrixSeries, ResultData } from '../answer/result.ts';
import type { Expr } from '../ast/index.ts';
import { compareLabels, Labels } from '../labels/index.ts';
import type { Turns } from '../values/turns.ts';
import { mapInTurns } from '../values/turns.ts';
import type { Value } from '../values/value.ts';
import type { Evaluation } from './evaluation.ts';
import { evaluateRangeVector, toSeries } from './range-vector.ts';
import type { Steps } from './steps.ts';
import { timeOfStep } from './steps.ts';

/** The value of the only step. */
export function asInstant(value: Value, timestampMs: number): ResultData {
  if (value.type === 'string') return { type: 'string', timestampMs, value: value.value };
  if (value.type === 'scalar') return { type: 'scalar', timestampMs, value: value.values[0] as number };
  const present = value.columns.filter((column) => column.present[0] === 1);
  const samples = present.map(({ labels, values }) => ({ labels, timestampMs, value: values[0] as number }));
  return { type: 'vector', samples };
}

/** Every series with the points that it has, sorted by labels. */
export async function asRange(value: Value, steps: Steps, turns: Turns): Promise<ResultData> {
  if (value.type === 'string') throw executionError('a string cannot be the answer of a range query');
  if (value.type === 'vector') {
    return matrix(await mapInTurns(value.columns, turns, (column) => toSeries(column, steps)));
  }
  const timestamps = Float64Array.from(value.values, (_, step) => timeOfStep(steps, step));
  return matrix([{ labels: Labels.empty, timestamps, values: value.values }]);
}

/** A range vector as the answer: the samples in the one window. */
export async function instantMatrix(expr: Expr, steps: Steps, evaluation: Evaluation): Promise<ResultData> {
  const { series } = await evaluateRangeVector(expr, steps, evaluation);
  return matrix(series);
}

function matrix(series: readonly MatrixSeries[]): ResultData {
  const filled = series.filter(({ timestamps }) => timestamps.length > 0);
  return { type: 'matrix', series: filled.sort((a, b) => compareLabels(a.labels, b.labels)) };
}
