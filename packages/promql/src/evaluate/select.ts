import type { Selection, StoredSeries } from '../storage/port.ts';
import type { Evaluation } from './evaluation.ts';

/** Reads series; their samples count as held until the node that reads them is done. */
export async function selectSeries(selection: Selection, evaluation: Evaluation): Promise<readonly StoredSeries[]> {
  const { budget, querier } = evaluation;
  const series = await querier.select(selection, budget.signal);
  budget.check();
  budget.hold(series.reduce((sum, each) => sum + each.timestamps.length, 0));
  return series;
}
