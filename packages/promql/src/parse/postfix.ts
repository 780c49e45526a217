import type { AtModifier, Expr, MatrixSelector, Subquery, VectorSelector } from '../ast/index.ts';
import { formatTimestampSeconds } from '../literals/index.ts';
import type { Cursor } from './cursor.ts';
import { parseSignedNumber } from './literal.ts';
import { parseRange } from './range.ts';

type Modifiable = VectorSelector | MatrixSelector | Subquery;

const LARGEST_TIMESTAMP_MS = 2 ** 63;

/** `[5m]`, `[5m:1m]`, `offset 5m`, `@ 100` in any order after an expression: each applies to what stands before it. */
export function parsePostfix(cursor: Cursor, operand: Expr): Expr {
  let expr = operand;
  for (;;) {
    if (cursor.isPunctuation('[')) expr = parseRange(cursor, expr);
    else if (cursor.isWord('offset')) expr = parseOffset(cursor, expr);
    else if (cursor.isPunctuation('@')) expr = parseAt(cursor, expr);
    else return expr;
  }
}

function parseOffset(cursor: Cursor, expr: Expr): Modifiable {
  cursor.advance();
  refuseDurationExpression(cursor);
  const literal = parseSignedNumber(cursor, 'offset', 'number or duration');
  const target = modifiable(cursor, expr, 'offset modifier');
  if (offsetMsOf(target) !== 0) cursor.fail(expr.range.start, 'offset may not be set multiple times');
  return withModifier(target, { offsetMs: Math.round(literal.value * 1000) }, literal.range.end);
}

function parseAt(cursor: Cursor, expr: Expr): Modifiable {
  cursor.advance();
  const { at, end } = cursor.token.kind === 'word' ? parseRangeEnd(cursor) : parseTimestamp(cursor, expr);
  const target = modifiable(cursor, expr, '@ modifier');
  if (selectorOf(target).at) cursor.fail(expr.range.start, '@ <timestamp> may not be set multiple times');
  return withModifier(target, { at }, end);
}

/** `start()` or `end()`. */
function parseRangeEnd(cursor: Cursor): { at: AtModifier; end: number } {
  const kind = cursor.token.text;
  if (kind !== 'start' && kind !== 'end') cursor.unexpected('@', 'timestamp');
  cursor.advance();
  cursor.expect('(', '@', 'timestamp');
  return { at: { kind }, end: cursor.expect(')', '@', 'timestamp').end };
}

function parseTimestamp(cursor: Cursor, expr: Expr): { at: AtModifier; end: number } {
  const { value, range } = parseSignedNumber(cursor, '@', 'timestamp');
  const timestampMs = Math.round(value * 1000);
  if (!(Math.abs(timestampMs) < LARGEST_TIMESTAMP_MS)) {
    cursor.fail(expr.range.start, `timestamp out of bounds for @ modifier: ${formatTimestampSeconds(value)}`);
  }
  return { at: { kind: 'timestamp', timestampMs }, end: range.end };
}

function refuseDurationExpression(cursor: Cursor): void {
  if (cursor.isPunctuation('(')) cursor.fail(cursor.token.start, 'experimental duration expression is not enabled');
}

function modifiable(cursor: Cursor, expr: Expr, what: string): Modifiable {
  if (expr.type === 'vector_selector' || expr.type === 'matrix_selector' || expr.type === 'subquery') return expr;
  const targets = 'an instant vector selector or range vector selector or a subquery';
  return cursor.fail(expr.range.start, `${what} must be preceded by ${targets}`);
}

function selectorOf(target: Modifiable): VectorSelector | Subquery {
  return target.type === 'matrix_selector' ? target.selector : target;
}

function offsetMsOf(target: Modifiable): number {
  return selectorOf(target).offsetMs;
}

/** Modifiers of a range selector are kept on the selector inside. */
function withModifier(
  target: Modifiable,
  modifier: { offsetMs: number } | { at: AtModifier },
  end: number,
): Modifiable {
  const range = { start: target.range.start, end };
  if (target.type !== 'matrix_selector') return { ...target, ...modifier, range };
  return { ...target, selector: { ...target.selector, ...modifier }, range };
}
