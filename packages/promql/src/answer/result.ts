import type { Labels } from '../labels/index.ts';
import type { Samples } from '../values/samples.ts';

/** One series of an instant vector. */
export interface VectorSample {
  readonly labels: Labels;
  readonly timestampMs: number;
  readonly value: number;
}

/** One series of a matrix, ascending in time, never empty. */
export interface MatrixSeries extends Samples {
  readonly labels: Labels;
}

export type ResultData =
  | { readonly type: 'vector'; readonly samples: readonly VectorSample[] }
  | { readonly type: 'matrix'; readonly series: readonly MatrixSeries[] }
  | { readonly type: 'scalar'; readonly timestampMs: number; readonly value: number }
  | { readonly type: 'string'; readonly timestampMs: number; readonly value: string };

/** The answer to a query, with what its author should know about it. */
export type Result = ResultData & { readonly warnings: readonly string[]; readonly infos: readonly string[] };
