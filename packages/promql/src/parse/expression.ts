import type { Binary, BinaryOperator, Expr, Unary } from '../ast/index.ts';
import { valueType } from '../ast/index.ts';
import { parseAggregateOrSelector, parseCallOrSelector } from './call.ts';
import type { Cursor } from './cursor.ts';
import { parseNumberLiteral } from './literal.ts';
import { parseBinaryModifiers } from './matching.ts';
import { parsePostfix } from './postfix.ts';
import { parseSelector } from './selector.ts';
import { canNameMetric } from './token.ts';

/** How tightly operators bind. */
const PRECEDENCE: Readonly<Record<BinaryOperator, number>> = {
  or: 1,
  and: 2,
  unless: 2,
  '==': 3,
  '!=': 3,
  '<': 3,
  '<=': 3,
  '>': 3,
  '>=': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '%': 5,
  atan2: 5,
  '^': 6,
};
const TIGHTEST = PRECEDENCE['^'];

/** Parses operators that bind at least as tightly as `loosest`; `^` groups to the right, all others to the left. */
export function parseExpression(cursor: Cursor, loosest = 1): Expr {
  let left = parseOperand(cursor);
  while (cursor.token.kind === 'operator') {
    const operator = cursor.token.text as BinaryOperator;
    const precedence = PRECEDENCE[operator];
    if (precedence < loosest) break;
    cursor.advance();
    left = parseRightSide(cursor, left, operator, precedence);
  }
  return left;
}

function parseRightSide(cursor: Cursor, left: Expr, operator: BinaryOperator, precedence: number): Binary {
  const modifiers = parseBinaryModifiers(cursor, operator);
  const right = cursor.nested(() => parseExpression(cursor, operator === '^' ? precedence : precedence + 1));
  const scalars = [left, right].filter((side) => valueType(side) === 'scalar').length;
  const matching = scalars === 0 || modifiers.matching.labels.length > 0 ? { matching: modifiers.matching } : {};
  const range = { start: left.range.start, end: right.range.end };
  const returns = scalars === 2 ? 'scalar' : 'vector';
  return { type: 'binary', operator, left, right, returnBool: modifiers.returnBool, ...matching, returns, range };
}

function parseOperand(cursor: Cursor): Expr {
  const { kind, text } = cursor.token;
  if (kind === 'operator' && (text === '-' || text === '+')) return parseUnary(cursor, text);
  return parsePostfix(cursor, parsePrimary(cursor));
}

/** A sign binds looser than `^` and tighter than all else; on a number it becomes part of the number. */
function parseUnary(cursor: Cursor, operator: Unary['operator']): Expr {
  const { start } = cursor.advance();
  const expr = cursor.nested(() => parseExpression(cursor, TIGHTEST));
  const range = { start, end: expr.range.end };
  if (expr.type === 'number') return { ...expr, value: operator === '-' ? -expr.value : expr.value, range };
  return { type: 'unary', operator, expr, range };
}

function parsePrimary(cursor: Cursor): Expr {
  const { kind } = cursor.token;
  const parseArgument = () => cursor.nested(() => parseExpression(cursor));
  switch (kind) {
    case 'number':
    case 'duration':
      return parseNumberLiteral(cursor);
    case 'string': {
      const token = cursor.advance();
      return { type: 'string', value: cursor.stringValue(token), range: { start: token.start, end: token.end } };
    }
    case 'name':
      return parseCallOrSelector(cursor, parseArgument);
    case 'aggregate':
      return parseAggregateOrSelector(cursor, parseArgument);
    case 'metric_name':
      return parseSelector(cursor, cursor.advance());
    case 'word':
    case 'operator':
      return canNameMetric(cursor.token) ? parseSelector(cursor, cursor.advance()) : cursor.unexpected();
    default:
      return parseBracketed(cursor, parseArgument);
  }
}

function parseBracketed(cursor: Cursor, parseInner: () => Expr): Expr {
  if (cursor.isPunctuation('{')) return parseSelector(cursor);
  const { start } = cursor.expect('(');
  const expr = parseInner();
  const { end } = cursor.expect(')');
  return { type: 'paren', expr, range: { start, end } };
}
