import type { KeepReason } from './sampling.ts';
import type { Summary } from './summary.ts';

/** One stored trace. */
export interface TraceRow extends Summary {
  readonly n: number;
  readonly traceId: string;
  readonly seenMs: number;
  /** Spans that came and were more than a trace may have. */
  readonly refused: number;
  readonly reason: KeepReason;
  /** How many traces of the same kind it stands for. */
  readonly weight: number;
  readonly parts: number;
}
