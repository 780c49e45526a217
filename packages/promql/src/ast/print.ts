import type { Matcher } from '../labels/index.ts';
import { isLegacyLabelName, METRIC_NAME, quote } from '../labels/index.ts';
import { formatDuration, formatNumber } from '../literals/index.ts';
import type {
  Aggregate,
  AtModifier,
  Binary,
  Expr,
  NumberLiteral,
  Subquery,
  VectorMatching,
  VectorSelector,
} from './nodes.ts';
import type { BinaryOperator } from './operators.ts';

/** A query on one line, in the one way it is written everywhere: `parse(print(expr))` equals `expr`. */
export function print(expr: Expr): string {
  switch (expr.type) {
    case 'number':
      return printNumber(expr);
    case 'string':
      return quote(expr.value);
    case 'vector_selector':
      return printSelector(expr) + printModifiers(expr);
    case 'matrix_selector':
      return `${printSelector(expr.selector)}[${formatDuration(expr.rangeMs)}]${printModifiers(expr.selector)}`;
    case 'subquery':
      return printSubquery(expr);
    case 'call':
      return `${expr.function.name}(${expr.args.map(print).join(', ')})`;
    case 'aggregate':
      return printAggregate(expr);
    case 'binary':
      return printBinary(expr);
    case 'unary':
      return `${expr.operator}${print(expr.expr)}`;
    case 'paren':
      return `(${print(expr.expr)})`;
  }
}

function printNumber({ value, duration }: NumberLiteral): string {
  if (!duration) return formatNumber(value);
  const text = formatDuration(Math.round(value * 1000));
  return Object.is(value, -0) ? `-${text}` : text;
}

function printSelector({ name, matchers }: VectorSelector): string {
  const written = matchers.filter((matcher) => name === '' || matcher.name !== METRIC_NAME).map(printMatcher);
  return written.length === 0 ? name : `${name}{${written.join(',')}}`;
}

function printMatcher(matcher: Matcher): string {
  return String(matcher);
}

function printModifiers({ at, offsetMs }: { at?: AtModifier; offsetMs: number }): string {
  return (at ? printAt(at) : '') + (offsetMs === 0 ? '' : ` offset ${formatDuration(offsetMs)}`);
}

function printAt(at: AtModifier): string {
  return at.kind === 'timestamp' ? ` @ ${(at.timestampMs / 1000).toFixed(3)}` : ` @ ${at.kind}()`;
}

function printSubquery(expr: Subquery): string {
  const step = expr.stepMs === undefined ? '' : formatDuration(expr.stepMs);
  return `${print(expr.expr)}[${formatDuration(expr.rangeMs)}:${step}]${printModifiers(expr)}`;
}

function printAggregate({ operator, parameter, expr, grouping, without }: Aggregate): string {
  const args = parameter ? [parameter, expr] : [expr];
  const written = without || grouping.length > 0;
  const modifier = written ? ` ${without ? 'without' : 'by'} (${printLabels(grouping)}) ` : '';
  return `${operator}${modifier}(${args.map(print).join(', ')})`;
}

function printBinary({ left, operator, returnBool, matching, right }: Binary): string {
  const modifiers = (returnBool ? ' bool' : '') + (matching ? printMatching(matching) : '');
  return `${printLeft(left, operator)} ${operator}${modifiers} ${print(right)}`;
}

/** A sign before a power would take the whole power: `+Inf ^ 2` is `+(Inf ^ 2)`. */
function printLeft(left: Expr, operator: BinaryOperator): string {
  return operator === '^' ? print(left).replace(/^\+Inf$/, 'Inf') : print(left);
}

function printMatching({ on, labels, cardinality, include }: VectorMatching): string {
  const grouped = cardinality === 'many-to-one' || cardinality === 'one-to-many';
  if (!on && !grouped && labels.length === 0) return '';
  const matching = ` ${on ? 'on' : 'ignoring'} (${printLabels(labels)})`;
  if (!grouped) return matching;
  return `${matching} group_${cardinality === 'many-to-one' ? 'left' : 'right'} (${printLabels(include)})`;
}

function printLabels(labels: readonly string[]): string {
  return labels.map((label) => (isLegacyLabelName(label) ? label : quote(label))).join(', ');
}
