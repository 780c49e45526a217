import type { Binary, Expr } from '../ast/index.ts';
import { isComparison, isSetOperator, ParseError, valueType } from '../ast/index.ts';
import { quote } from '../labels/index.ts';

/** What an operator asks of its sides and modifiers, once both sides were checked. */
export function checkBinary(query: string, expr: Binary): void {
  checkModifiers(query, expr);
  checkSide(query, expr.left);
  checkSide(query, expr.right);
  const vectors = valueType(expr.left) === 'vector' && valueType(expr.right) === 'vector';
  const fail = (reason: string) => {
    throw new ParseError(query, expr.range.start, reason);
  };
  if (!vectors && (expr.matching?.labels.length ?? 0) > 0) fail('vector matching only allowed between instant vectors');
  if (!isSetOperator(expr.operator)) return;
  if (!vectors) fail(`set operator ${quote(expr.operator)} not allowed in binary scalar expression`);
  if (expr.matching?.cardinality !== 'many-to-many') fail(`no grouping allowed for ${quote(expr.operator)} operation`);
}

function checkModifiers(query: string, expr: Binary): void {
  const fail = (reason: string) => {
    throw new ParseError(query, operatorStart(query, expr), reason);
  };
  const comparison = isComparison(expr.operator);
  if (expr.returnBool && !comparison) fail('bool modifier can only be used on comparison operators');
  if (comparison && !expr.returnBool && expr.returns === 'scalar') {
    fail('comparisons between scalars must use BOOL modifier');
  }
  const twice = expr.matching?.on
    ? expr.matching.labels.find((label) => expr.matching?.include.includes(label))
    : undefined;
  if (twice !== undefined) fail(`label ${quote(twice)} must not occur in ON and GROUP clause at once`);
}

function checkSide(query: string, side: Expr): void {
  const type = valueType(side);
  if (type === 'scalar' || type === 'vector') return;
  const reason = 'binary expression must contain only scalar and instant vector types';
  throw new ParseError(query, side.range.start, reason);
}

function operatorStart(query: string, expr: Binary): number {
  const between = query.slice(expr.left.range.end, expr.right.range.start);
  return expr.left.range.end + (between.length - between.trimStart().length);
}
