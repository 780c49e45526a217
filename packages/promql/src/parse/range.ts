import type { Expr, MatrixSelector, Subquery } from '../ast/index.ts';
import type { Cursor } from './cursor.ts';
import { parseSignedNumber } from './literal.ts';

const RANGE = 'subquery or range selector';
const DURATION = 'number or duration';
const EXPRESSION_SIGNS = new Set(['+', '-', '*', '/', '%', '^', '(']);

/** `[5m]` makes a range of a selector, `[5m:1m]` or `[5m:]` a subquery of any instant vector. */
export function parseRange(cursor: Cursor, expr: Expr): MatrixSelector | Subquery {
  const bracket = cursor.advance();
  const rangeMs = parsePositiveDuration(cursor, RANGE, DURATION);
  if (cursor.accept(':')) return parseSubquery(cursor, expr, rangeMs);
  const { end } = cursor.expect(']', 'subquery or range', '":" or "]"');
  if (expr.type !== 'vector_selector') cursor.fail(bracket.start, 'ranges only allowed for vector selectors');
  if (expr.offsetMs !== 0) cursor.fail(bracket.start, 'no offset modifiers allowed before range');
  if (expr.at) cursor.fail(bracket.start, 'no @ modifiers allowed before range');
  return { type: 'matrix_selector', selector: expr, rangeMs, range: { start: expr.range.start, end } };
}

function parseSubquery(cursor: Cursor, expr: Expr, rangeMs: number): Subquery {
  const hasStep = !cursor.isPunctuation(']');
  const stepMs = hasStep ? parsePositiveDuration(cursor, 'subquery selector', `${DURATION} or "]"`) : undefined;
  const { end } = cursor.expect(']', 'subquery selector', '"]"');
  const step = stepMs === undefined ? {} : { stepMs };
  return { type: 'subquery', expr, rangeMs, ...step, offsetMs: 0, range: { start: expr.range.start, end } };
}

function parsePositiveDuration(cursor: Cursor, context: string, expected: string): number {
  const { start } = cursor.token;
  const isExpression = () => cursor.token.kind === 'punctuation' && EXPRESSION_SIGNS.has(cursor.token.text);
  const isName = cursor.token.kind === 'name' || cursor.isPunctuation('(');
  if (isName) refuseExpression(cursor, start);
  const { value } = parseSignedNumber(cursor, context, expected);
  if (isExpression()) refuseExpression(cursor, start);
  if (!(value > 0)) cursor.fail(start, 'duration must be greater than 0');
  return Math.max(1, Math.round(value * 1000));
}

function refuseExpression(cursor: Cursor, start: number): never {
  return cursor.fail(start, 'experimental duration expression is not enabled');
}
