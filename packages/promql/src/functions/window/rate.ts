import type { Samples } from '../../values/samples.ts';
import type { Window, WindowFunction } from './window.ts';

/** Per-second average increase of a counter, extrapolated to the edges of the range. */
export const rate: WindowFunction = counterGrowth((window) => (window.endMs - window.startMs) / 1000);

/** Increase of a counter over the range, extrapolated to its edges. */
export const increase: WindowFunction = counterGrowth(() => 1);

/** Difference between the ends of the range of a gauge, extrapolated to its edges. */
export const delta: WindowFunction = {
  minSamples: 2,
  over: () => (window) =>
    (valueAt(window, window.to - 1) - valueAt(window, window.from)) * extrapolation(window, Infinity),
};

function counterGrowth(divisor: (window: Window) => number): WindowFunction {
  return {
    minSamples: 2,
    expectsCounter: true,
    over(samples) {
      const increaseIn = countedIncrease(samples);
      return (window) => {
        const counted = increaseIn(window);
        return counted * (extrapolation(window, secondsSinceZero(window, counted)) / divisor(window));
      };
    },
  };
}

/**
 * What a counter counted between the first and the last sample of a window. Resets of the series are found once; a window
 * then adds the values lost in the resets inside it, of which there are few, in the order of time.
 */
function countedIncrease(samples: Samples): (window: Window) => number {
  const resets = resetsOf(samples.values);
  let next = 0;
  return (window) => {
    let increase = valueAt(window, window.to - 1) - valueAt(window, window.from);
    while (next < resets.length && (resets[next] as number) <= window.from) next++;
    for (let i = next; i < resets.length && (resets[i] as number) < window.to; i++) {
      increase += valueAt(window, (resets[i] as number) - 1);
    }
    return increase;
  };
}

/** Indices of samples that are smaller than the one before. */
function resetsOf(values: Float64Array): number[] {
  const resets: number[] = [];
  for (let i = 1; i < values.length; i++) if ((values[i] as number) < (values[i - 1] as number)) resets.push(i);
  return resets;
}

/** A counter cannot have been below zero: how long before the first sample it was zero, at the pace of the window. */
function secondsSinceZero(window: Window, counted: number): number {
  const first = valueAt(window, window.from);
  return counted > 0 && first >= 0 ? sampledSeconds(window) * (first / counted) : Infinity;
}

/**
 * The factor that stretches what was seen between the samples to the whole range. An edge further away than 1.1 of the
 * mean distance of samples is taken as the series' own start or end: then half a distance is added.
 */
function extrapolation(window: Window, zeroSeconds: number): number {
  const sampled = sampledSeconds(window);
  const distance = sampled / (window.to - window.from - 1);
  const before = (timeAt(window, window.from) - window.startMs) / 1000;
  const after = (window.endMs - timeAt(window, window.to - 1)) / 1000;
  const added = Math.min(reach(before, distance), zeroSeconds) + reach(after, distance);
  return (sampled + added) / sampled;
}

function reach(gap: number, distance: number): number {
  return gap >= distance * 1.1 ? distance / 2 : gap;
}

function sampledSeconds(window: Window): number {
  return (timeAt(window, window.to - 1) - timeAt(window, window.from)) / 1000;
}

function valueAt(window: Window, index: number): number {
  return window.values[index] as number;
}

function timeAt(window: Window, index: number): number {
  return window.timestamps[index] as number;
}
