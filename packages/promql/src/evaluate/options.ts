export interface EngineOptions {
  /** How long a sample counts as a series' present value. */
  readonly lookbackMs?: number;
  /** Samples that one query may hold at a time. */
  readonly maxSamples?: number;
  /** Time that one query may take. */
  readonly timeoutMs?: number;
  /** Step of a subquery that names none. */
  readonly defaultSubqueryStepMs?: number;
  /** A clock for the timeout. */
  readonly monotonicMs?: () => number;
}

export const DEFAULTS = {
  lookbackMs: 5 * 60_000,
  maxSamples: 50_000_000,
  timeoutMs: 2 * 60_000,
  defaultSubqueryStepMs: 60_000,
} as const satisfies EngineOptions;
