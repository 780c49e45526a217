import type { Expr } from '../ast/index.ts';
import { ParseError } from '../ast/index.ts';

/** What walks a query does so recursively; this many levels fit any stack, and no query by hand comes near. */
export const HIGHEST_TREE = 1000;

/** Refuses what nests deeper than can be walked, such as a chain of thousands of operators. */
export function refuseHighTrees(query: string, expr: Expr): void {
  let level: readonly Expr[] = [expr];
  for (let height = 0; level.length > 0; height++) {
    const first = level[0];
    if (height > HIGHEST_TREE && first) throw new ParseError(query, first.range.start, 'expression nests too deeply');
    level = level.flatMap(children);
  }
}

function children(expr: Expr): readonly Expr[] {
  switch (expr.type) {
    case 'call':
      return expr.args;
    case 'binary':
      return [expr.left, expr.right];
    case 'aggregate':
      return expr.parameter ? [expr.parameter, expr.expr] : [expr.expr];
    case 'unary':
    case 'paren':
    case 'subquery':
      return [expr.expr];
    default:
      return [];
  }
}
