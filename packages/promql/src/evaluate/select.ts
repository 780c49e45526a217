import type { Querier, Selection, StoredSeries } from '../storage/port.ts';
import type { Budget } from './budget.ts';
import type { Evaluation } from './evaluation.ts';

/** Reads series; their samples count as held until the node that reads them is done. */
export async function selectSeries(selection: Selection, evaluation: Evaluation): Promise<readonly StoredSeries[]> {
  const { budget, querier } = evaluation;
  const series = await select(querier, selection, budget);
  budget.check();
  budget.hold(series.reduce((sum, each) => sum + each.timestamps.length, 0));
  return series;
}

async function select(querier: Querier, selection: Selection, budget: Budget): Promise<readonly StoredSeries[]> {
  try {
    return await querier.select(selection, budget.signal);
  } catch (error) {
    // A store says in words of its own that it was stopped.
    budget.check();
    throw error;
  }
}
