import type { Labels } from '../labels/index.ts';

/** One series over the steps of an evaluation: value i holds where present[i] is 1. */
export interface Column {
  readonly labels: Labels;
  readonly values: Float64Array;
  readonly present: Uint8Array;
}

/** Points that many columns share a buffer for: one buffer each would be most of the cost of a short column. */
const SLAB_POINTS = 65_536;
let slab = newSlab(0);
let taken = 0;

/** A column without points, to be filled. */
export function emptyColumn(labels: Labels, stepCount: number): Column {
  if (taken + stepCount > slab.present.length) {
    slab = newSlab(Math.max(SLAB_POINTS, stepCount));
    taken = 0;
  }
  const values = slab.values.subarray(taken, taken + stepCount);
  const present = slab.present.subarray(taken, taken + stepCount);
  taken += stepCount;
  return { labels, values, present };
}

function newSlab(points: number): { values: Float64Array; present: Uint8Array } {
  return { values: new Float64Array(points), present: new Uint8Array(points) };
}

/** The same points under other labels. */
export function relabelled(column: Column, labels: Labels): Column {
  return labels === column.labels ? column : { labels, values: column.values, present: column.present };
}

export function isPresentAnywhere(column: Column): boolean {
  return column.present.indexOf(1) >= 0;
}

/** A one-step column, at every one of `stepCount` steps. */
export function repeatedColumn(column: Column, stepCount: number): Column {
  return {
    labels: column.labels,
    values: new Float64Array(stepCount).fill(column.values[0] as number),
    present: new Uint8Array(stepCount).fill(column.present[0] as number),
  };
}
