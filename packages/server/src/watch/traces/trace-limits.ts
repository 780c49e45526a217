import type { Sampling } from './sampling.ts';
import type { SpanLimits } from './span-limits.ts';

/** How traces are kept. */
export interface TraceLimits {
  /** A trace is forgotten so long after it came. */
  readonly retentionMs: number;
  /** The oldest are forgotten earlier when all take more than this on the disk. */
  readonly maxBytes: number;
  readonly sampling: Sampling;
  /** A trace that is kept only for what may still come is decided when nothing has come for so long, */
  readonly quietMs: number;
  /** or after so long in any case. */
  readonly longestMs: number;
  readonly spansPerTrace: number;
  /** Memory for spans that are not stored yet. When it is full, the oldest traces are decided before their time. */
  readonly pendingBytes: number;
  readonly span: SpanLimits;
}
