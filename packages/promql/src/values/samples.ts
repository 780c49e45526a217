import { isStaleAt } from './stale.ts';

/** Samples in ascending order of time. */
export interface Samples {
  readonly timestamps: Float64Array;
  readonly values: Float64Array;
}

/** The same samples without staleness markers: what a range selector sees. Copies only if there are any. */
export function withoutStale<S extends Samples>(samples: S): S {
  const kept = liveCount(samples.values);
  if (kept === samples.values.length) return samples;
  const timestamps = new Float64Array(kept);
  const values = new Float64Array(kept);
  let next = 0;
  for (let i = 0; i < samples.values.length; i++) {
    if (isStaleAt(samples.values, i)) continue;
    timestamps[next] = samples.timestamps[i] as number;
    values[next++] = samples.values[i] as number;
  }
  return { ...samples, timestamps, values };
}

function liveCount(values: Float64Array): number {
  let count = values.length;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value) && isStaleAt(values, i)) count--;
  }
  return count;
}
