import type { Samples } from '../../values/samples.ts';

/** The samples of one series that one step of a range function sees: [from, to) of the series' arrays, never empty. */
export interface Window extends Samples {
  from: number;
  to: number;
  /** Left edge of the range; open. */
  startMs: number;
  /** Right edge of the range; closed. */
  endMs: number;
  /** Index of the step, for the scalar arguments, and its time without the selector's offset. */
  step: number;
  evaluationMs: number;
}

/** Scalar arguments of a function, in their order: one value a step. */
export type ScalarArguments = readonly Float64Array[];

/** A function of a range vector: prepared once a series, then asked once a step that has enough samples. */
export interface WindowFunction {
  readonly minSamples: 1 | 2;
  readonly keepsName?: true;
  /** Counters are expected: a name that does not look like one is worth a remark. */
  readonly expectsCounter?: true;
  over(samples: Samples, scalars: ScalarArguments): (window: Window) => number;
}

/** A function that needs no preparation and no scalars. */
export function plain(minSamples: 1 | 2, compute: (window: Window) => number): WindowFunction {
  return { minSamples, over: () => compute };
}
