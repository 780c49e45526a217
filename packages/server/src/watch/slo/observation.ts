import type { RatioWindow } from './burn-windows.ts';

/** What the store has of one objective. Nothing of it is a judgement. */
export interface SloObservation {
  readonly atMs: number;
  /** Within the window. */
  readonly total: number;
  readonly errors: number;
  /** So much of the window was counted, at least. */
  readonly observedMs: number;
  /** Undefined when there is none within the window. */
  readonly lastCountMs: number | undefined;
  /** As recorded last, for the windows for which it is recorded at present. */
  readonly ratios: ReadonlyMap<RatioWindow, number>;
  readonly totals: ReadonlyMap<RatioWindow, number>;
  /** Share of the budget that was left, ascending by time. */
  readonly remaining: readonly RemainingPoint[];
}

export interface RemainingPoint {
  readonly timeMs: number;
  readonly ratio: number;
}
