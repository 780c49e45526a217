import type { Expr, Matcher } from '@seaworthy/promql';
import { parse } from '@seaworthy/promql';
import type { Querier } from '@seaworthy/promql/storage';
import { withAllValues } from './check-query.ts';
import type { DashboardDefinition } from './definition.ts';
import { panelsOf } from './definition.ts';

const LOOK_BACK_MS = 3_600_000;

/** Whether any series that a dashboard asks for had a sample within the last hour. */
export async function hasData(dashboard: DashboardDefinition, querier: Querier, nowMs: number): Promise<boolean> {
  const exprs = panelsOf(dashboard).flatMap(({ queries }) => queries.map(({ expr }) => parse(withAllValues(expr))));
  const found = await querier.series(exprs.flatMap(matchersIn), nowMs - LOOK_BACK_MS, nowMs);
  return found.length > 0;
}

function matchersIn(expr: Expr): (readonly Matcher[])[] {
  switch (expr.type) {
    case 'vector_selector':
      return [expr.matchers];
    case 'matrix_selector':
      return [expr.selector.matchers];
    case 'call':
      return expr.args.flatMap(matchersIn);
    case 'aggregate':
    case 'subquery':
    case 'unary':
    case 'paren':
      return matchersIn(expr.expr);
    case 'binary':
      return [...matchersIn(expr.left), ...matchersIn(expr.right)];
    default:
      return [];
  }
}
