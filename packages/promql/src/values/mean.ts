import { compensate, sumOf } from './kahan.ts';

/**
 * Mean of values[from..to), at least one. The sum is divided as long as it stays finite; where it overflows although no
 * value is infinite, the mean is carried forward value by value instead.
 */
export function meanOf(values: Float64Array, from: number, to: number): number {
  const sum = sumOf(values, from, to);
  if (Number.isFinite(sum) || !allFinite(values, from, to)) return sum / (to - from);
  return incrementalMean(values, from, to);
}

function allFinite(values: Float64Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (!Number.isFinite(values[i])) return false;
  return true;
}

function incrementalMean(values: Float64Array, from: number, to: number): number {
  let mean = values[from] as number;
  let compensation = 0;
  for (let i = from + 1; i < to; i++) {
    const count = i - from + 1;
    const share = (values[i] as number) / count;
    const kept = ((count - 1) / count) * mean;
    compensation *= (count - 1) / count;
    const next = kept + share;
    compensation = compensate(kept, share, next, compensation);
    mean = next;
  }
  return mean + compensation;
}

/** Population variance of values[from..to), at least one, by Welford's recurrence with compensated sums. */
export function varianceOf(values: Float64Array, from: number, to: number): number {
  let mean = 0;
  let meanError = 0;
  let squares = 0;
  let squaresError = 0;
  for (let i = from; i < to; i++) {
    const delta = (values[i] as number) - (mean + meanError);
    const step = delta / (i - from + 1);
    const nextMean = mean + step;
    meanError = compensate(mean, step, nextMean, meanError);
    mean = nextMean;
    const term = delta * ((values[i] as number) - (mean + meanError));
    const nextSquares = squares + term;
    squaresError = compensate(squares, term, nextSquares, squaresError);
    squares = nextSquares;
  }
  return (squares + squaresError) / (to - from);
}
