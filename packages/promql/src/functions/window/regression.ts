import { KahanSum } from '../../values/kahan.ts';
import type { Window, WindowFunction } from './window.ts';
import { plain } from './window.ts';

/** Slope a second of the line through the samples by least squares. */
export const deriv: WindowFunction = plain(2, (window) => line(window, window.timestamps[window.from] as number).slope);

/** Where that line will be, the given seconds after the evaluation time. */
export const predictLinear: WindowFunction = {
  minSamples: 2,
  over:
    (_, [seconds]) =>
    (window) => {
      const { slope, intercept } = line(window, window.evaluationMs);
      return slope * (seconds?.[window.step] as number) + intercept;
    },
};

interface Line {
  readonly slope: number;
  /** Value at the time of reference. */
  readonly intercept: number;
}

function line(window: Window, referenceMs: number): Line {
  const { timestamps, values, from, to } = window;
  if (isConstant(values, from, to)) return flatLine(values[from] as number);
  const x = new KahanSum();
  const y = new KahanSum();
  const xy = new KahanSum();
  const xx = new KahanSum();
  for (let i = from; i < to; i++) {
    const seconds = ((timestamps[i] as number) - referenceMs) / 1000;
    const value = values[i] as number;
    x.add(seconds);
    y.add(value);
    xy.add(seconds * value);
    xx.add(seconds * seconds);
  }
  const count = to - from;
  const covariance = xy.value - (x.value * y.value) / count;
  const variance = xx.value - (x.value * x.value) / count;
  const slope = covariance / variance;
  return { slope, intercept: y.value / count - (slope * x.value) / count };
}

/** A constant has slope 0 exactly, and an infinite one has none. */
function flatLine(value: number): Line {
  return Number.isFinite(value) ? { slope: 0, intercept: value } : { slope: NaN, intercept: NaN };
}

function isConstant(values: Float64Array, from: number, to: number): boolean {
  for (let i = from + 1; i < to; i++) if (values[i] !== values[from]) return false;
  return true;
}
