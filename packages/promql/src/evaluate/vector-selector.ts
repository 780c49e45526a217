import type { VectorSelector } from '../ast/index.ts';
import type { StoredSeries } from '../storage/port.ts';
import type { Column } from '../values/column.ts';
import { emptyColumn, isPresentAnywhere } from '../values/column.ts';
import { isStaleAt } from '../values/stale.ts';
import type { Evaluation } from './evaluation.ts';
import { extent, shiftedSteps } from './evaluation.ts';
import { selectSeries } from './select.ts';
import type { Steps } from './steps.ts';
import { timeOfStep } from './steps.ts';

/** What of the found sample becomes the value: its value, or for timestamp() its time in seconds. */
export type SamplePart = 'value' | 'seconds';

/**
 * The newest sample of each series at each step, if it is younger than the lookback (one exactly that old is too old)
 * and no staleness marker.
 */
export async function evaluateVectorSelector(
  selector: VectorSelector,
  steps: Steps,
  evaluation: Evaluation,
  part: SamplePart = 'value',
): Promise<Column[]> {
  const times = shiftedSteps(steps, selector, evaluation);
  const { firstMs, lastMs } = extent(times);
  const selection = { matchers: selector.matchers, startMs: firstMs - evaluation.lookbackMs + 1, endMs: lastMs };
  const series = await selectSeries(selection, evaluation);
  const columns: Column[] = [];
  for (const each of series) {
    await evaluation.budget.breathe();
    const column = newestAtSteps(each, times, evaluation.lookbackMs, part);
    if (!isPresentAnywhere(column)) continue;
    evaluation.budget.hold(steps.count);
    columns.push(column);
  }
  return columns;
}

function newestAtSteps(series: StoredSeries, times: Steps, lookbackMs: number, part: SamplePart): Column {
  const { timestamps, values } = series;
  const column = emptyColumn(series.labels, times.count);
  let next = 0;
  for (let step = 0; step < times.count; step++) {
    const timeMs = timeOfStep(times, step);
    while (next < timestamps.length && (timestamps[next] as number) <= timeMs) next++;
    const newest = next - 1;
    if (newest < 0 || (timestamps[newest] as number) <= timeMs - lookbackMs || isStaleAt(values, newest)) continue;
    column.values[step] = part === 'value' ? (values[newest] as number) : (timestamps[newest] as number) / 1000;
    column.present[step] = 1;
  }
  return column;
}
