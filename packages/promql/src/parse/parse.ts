import type { Expr } from '../ast/index.ts';
import { check } from '../check/index.ts';
import { Cursor } from './cursor.ts';
import { parseExpression } from './expression.ts';

/** Reads and checks a query. Throws ParseError, and nothing else, when it is refused. */
export function parse(query: string): Expr {
  const cursor = new Cursor(query);
  if (cursor.token.kind === 'end') cursor.fail(0, 'no expression found in input');
  const expr = parseExpression(cursor);
  if (cursor.token.kind !== 'end') cursor.unexpected();
  check(query, expr);
  return expr;
}
