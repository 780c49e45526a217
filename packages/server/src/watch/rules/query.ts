import type { Engine, Expr } from '@seaworthy/promql';
import { Labels, parse } from '@seaworthy/promql';
import type { Querier } from '@seaworthy/promql/storage';

/** One series of an instant vector. */
export interface RuleSample {
  readonly labels: Labels;
  readonly value: number;
}

/** Answers a query at a time with a vector. Rejects when there is no answer. */
export type QueryFunc = (expr: string, timeMs: number) => Promise<readonly RuleSample[]>;

/** More different queries than anybody's rules have; those that templates ask with labels in them are among them. */
const MAX_KNOWN = 5_000;

/** Rules ask an engine; a number is a vector of one series without labels. What is asked again and again is parsed once. */
export function vectorQuery(engine: Engine, storage: Querier): QueryFunc {
  const known = new Map<string, Expr>();
  const parsed = (text: string): Expr => {
    const expr = known.get(text) ?? parse(text);
    if (known.size >= MAX_KNOWN) known.clear();
    known.set(text, expr);
    return expr;
  };
  return async (text, timeMs) => {
    const result = await engine.instant(storage, parsed(text), timeMs);
    if (result.type === 'vector') return result.samples;
    if (result.type !== 'scalar') throw new Error('rule result is not a vector or scalar');
    return [{ labels: Labels.empty, value: result.value }];
  };
}
