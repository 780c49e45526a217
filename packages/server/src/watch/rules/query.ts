import type { Engine } from '@seaworthy/promql';
import { Labels } from '@seaworthy/promql';
import type { Querier } from '@seaworthy/promql/storage';

/** One series of an instant vector. */
export interface RuleSample {
  readonly labels: Labels;
  readonly value: number;
}

/** Answers a query at a time with a vector. Rejects when there is no answer. */
export type QueryFunc = (expr: string, timeMs: number) => Promise<readonly RuleSample[]>;

/** Rules ask an engine; a number is a vector of one series without labels. */
export function vectorQuery(engine: Engine, storage: Querier): QueryFunc {
  return async (expr, timeMs) => {
    const result = await engine.instant(storage, expr, timeMs);
    if (result.type === 'vector') return result.samples;
    if (result.type !== 'scalar') throw new Error('rule result is not a vector or scalar');
    return [{ labels: Labels.empty, value: result.value }];
  };
}
