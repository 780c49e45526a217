import type { Window } from '../functions/window/window.ts';
import type { Samples } from '../values/samples.ts';
import type { RangeVector } from './range-vector.ts';
import type { Steps } from './steps.ts';
import { timeOfStep } from './steps.ts';

/**
 * Visits the windows of a series that have samples, step by step. Both edges only move forward, so each sample is passed
 * twice however many windows it is in. The visitor gets one object that changes between visits.
 */
export function walkWindows(
  series: Samples,
  { rangeMs, windowEnds }: RangeVector,
  steps: Steps,
  visit: (window: Window) => void,
): void {
  const { timestamps, values } = series;
  const count = timestamps.length;
  const window: Window = { timestamps, values, from: 0, to: 0, startMs: 0, endMs: 0, step: 0, evaluationMs: 0 };
  let from = 0;
  let to = 0;
  for (let step = 0; step < steps.count; step++) {
    const endMs = timeOfStep(windowEnds, step);
    const startMs = endMs - rangeMs;
    while (to < count && (timestamps[to] as number) <= endMs) to++;
    while (from < to && (timestamps[from] as number) <= startMs) from++;
    if (from === to) continue;
    window.from = from;
    window.to = to;
    window.startMs = startMs;
    window.endMs = endMs;
    window.step = step;
    window.evaluationMs = timeOfStep(steps, step);
    visit(window);
  }
}
