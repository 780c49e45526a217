import type { Annotations } from '../answer/annotations.ts';
import type { AtModifier, Expr } from '../ast/index.ts';
import type { Querier } from '../storage/port.ts';
import type { Value } from '../values/value.ts';
import type { Budget } from './budget.ts';
import type { Steps } from './steps.ts';
import { lastStepMs, timeOfStep } from './steps.ts';

/** What every node of one query shares while it is evaluated. */
export interface Evaluation {
  readonly querier: Querier;
  /** Ends of the whole query, for `@ start()` and `@ end()`. */
  readonly queryStartMs: number;
  readonly queryEndMs: number;
  readonly lookbackMs: number;
  readonly defaultSubqueryStepMs: number;
  readonly budget: Budget;
  readonly annotations: Annotations;
  /** The way down: a node's file knows nothing of other nodes' files. */
  evaluate(expr: Expr, steps: Steps): Promise<Value>;
}

/** Modifiers that move a selector or subquery in time. */
export interface Shift {
  readonly offsetMs: number;
  readonly at?: AtModifier;
}

/** The times that a selector looks at, one a step: all the same when it has `@`. */
export function shiftedSteps(steps: Steps, shift: Shift, evaluation: Evaluation): Steps {
  const pinnedMs = pinnedTime(shift.at, evaluation);
  if (pinnedMs === undefined) return { ...steps, startMs: steps.startMs - shift.offsetMs };
  return { startMs: pinnedMs - shift.offsetMs, stepMs: 0, count: steps.count };
}

function pinnedTime(at: AtModifier | undefined, evaluation: Evaluation): number | undefined {
  if (at === undefined) return undefined;
  if (at.kind === 'timestamp') return at.timestampMs;
  return at.kind === 'start' ? evaluation.queryStartMs : evaluation.queryEndMs;
}

/** First and last of these times. */
export function extent(steps: Steps): { firstMs: number; lastMs: number } {
  return { firstMs: timeOfStep(steps, 0), lastMs: lastStepMs(steps) };
}
