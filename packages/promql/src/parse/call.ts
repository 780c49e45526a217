import type { Aggregate, AggregateOperator, Call, Expr, VectorSelector } from '../ast/index.ts';
import { parameterType } from '../ast/index.ts';
import { FUNCTIONS } from '../functions/signatures.ts';
import { quote } from '../labels/index.ts';
import type { Cursor } from './cursor.ts';
import { parseGroupingLabels } from './grouping.ts';
import { parseSelector } from './selector.ts';
import type { Token } from './token.ts';
import { canBeginOperand } from './token.ts';

const EXPERIMENTAL_AGGREGATIONS: ReadonlySet<string> = new Set(['limitk', 'limit_ratio']);

/** A name before `(` is a function, else a metric. */
export function parseCallOrSelector(cursor: Cursor, parseArgument: () => Expr): Call | VectorSelector {
  const name = cursor.advance();
  if (!cursor.isPunctuation('(')) return parseSelector(cursor, name);
  const args = parseArguments(cursor, parseArgument);
  const signature = FUNCTIONS.get(name.text);
  if (!signature) cursor.fail(name.start, `unknown function with name ${quote(name.text)}`);
  if (signature.experimental) {
    cursor.fail(name.start, `function ${quote(name.text)} is experimental and not supported`);
  }
  const { end } = cursor.advance();
  return { type: 'call', function: signature, args, range: { start: name.start, end } };
}

/** `sum` before `(`, `by` or `without` is the aggregation, else a metric of that name. */
export function parseAggregateOrSelector(cursor: Cursor, parseArgument: () => Expr): Aggregate | VectorSelector {
  const name = cursor.advance();
  const before = parseModifier(cursor);
  if (!before && !cursor.isPunctuation('(')) return parseSelector(cursor, name);
  if (!cursor.isPunctuation('(')) cursor.unexpected('aggregation');
  const args = cursor.within('aggregation', () => parseArguments(cursor, parseArgument));
  const { end } = cursor.advance();
  const modifier = { without: false, grouping: [], end, ...(before ?? parseModifier(cursor)) };
  return newAggregate(cursor, name, args, { ...modifier, end: Math.max(end, modifier.end) });
}

interface Modifier {
  readonly without: boolean;
  readonly grouping: readonly string[];
  readonly end: number;
}

function parseModifier(cursor: Cursor): Modifier | undefined {
  const without = cursor.isWord('without');
  if (!without && !cursor.isWord('by')) return undefined;
  cursor.advance();
  const { labels, end } = parseGroupingLabels(cursor);
  return { without, grouping: labels, end };
}

function newAggregate(cursor: Cursor, name: Token, args: readonly Expr[], modifier: Modifier): Aggregate {
  const { without, grouping, end } = modifier;
  if (args.length === 0) cursor.fail(name.start, 'no arguments for aggregate expression provided');
  if (EXPERIMENTAL_AGGREGATIONS.has(name.text)) {
    cursor.fail(name.start, `${name.text}() is experimental and not supported`);
  }
  const operator = name.text as AggregateOperator;
  const wanted = parameterType(operator) ? 2 : 1;
  const expr = args[wanted - 1];
  if (args.length !== wanted || !expr) {
    const problem = `expected ${wanted}, got ${args.length}`;
    cursor.fail(name.start, `wrong number of arguments for aggregate expression provided, ${problem}`);
  }
  const parameter = wanted === 2 && args[0] ? { parameter: args[0] } : {};
  return { type: 'aggregate', operator, expr, ...parameter, grouping, without, range: { start: name.start, end } };
}

/** What stands between the parentheses; the reader is left at the closing one. */
function parseArguments(cursor: Cursor, parseArgument: () => Expr): Expr[] {
  cursor.expect('(');
  const args: Expr[] = [];
  while (!cursor.isPunctuation(')')) {
    args.push(parseArgument());
    const comma = cursor.accept(',');
    if (!comma && !cursor.isPunctuation(')')) cursor.unexpected();
    if (comma && !canBeginOperand(cursor.token)) {
      cursor.fail(comma.start, 'trailing commas not allowed in function call args');
    }
  }
  return args;
}
