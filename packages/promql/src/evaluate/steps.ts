/** The times at which an expression is evaluated: an instant query has one. */
export interface Steps {
  readonly startMs: number;
  readonly stepMs: number;
  readonly count: number;
}

export function oneStep(atMs: number): Steps {
  return { startMs: atMs, stepMs: 1, count: 1 };
}

/** From start to at most end, both inclusive. */
export function stepsBetween(startMs: number, endMs: number, stepMs: number): Steps {
  return { startMs, stepMs, count: endMs < startMs ? 0 : Math.floor((endMs - startMs) / stepMs) + 1 };
}

export function timeOfStep(steps: Steps, index: number): number {
  return steps.startMs + index * steps.stepMs;
}

export function lastStepMs(steps: Steps): number {
  return timeOfStep(steps, Math.max(0, steps.count - 1));
}

/**
 * The steps of a subquery that the windows of its parent's steps can see: multiples of the subquery's own step, after
 * the left edge of the first window (it is open) and up to the right edge of the last.
 */
export function subquerySteps(
  firstWindowEndMs: number,
  lastWindowEndMs: number,
  rangeMs: number,
  stepMs: number,
): Steps {
  const startMs = (Math.floor((firstWindowEndMs - rangeMs) / stepMs) + 1) * stepMs;
  return stepsBetween(startMs, lastWindowEndMs, stepMs);
}
