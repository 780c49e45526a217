import type { Labels } from '../labels/index.ts';

/** One series over the steps of an evaluation: value i holds where present[i] is 1. */
export interface Column {
  readonly labels: Labels;
  readonly values: Float64Array;
  readonly present: Uint8Array;
}

export function emptyColumn(labels: Labels, stepCount: number): Column {
  return { labels, values: new Float64Array(stepCount), present: new Uint8Array(stepCount) };
}

/** The same points under other labels. */
export function relabelled(column: Column, labels: Labels): Column {
  return labels === column.labels ? column : { ...column, labels };
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
