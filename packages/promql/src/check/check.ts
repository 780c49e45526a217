import type { Aggregate, Call, Expr, Subquery, Unary, ValueType } from '../ast/index.ts';
import { documentedType, ParseError, parameterType, valueType } from '../ast/index.ts';
import { quote } from '../labels/index.ts';
import { checkBinary } from './binary.ts';
import { checkArgumentCount } from './call.ts';
import { refuseHighTrees } from './height.ts';
import { checkSelector } from './selector.ts';

/** Throws ParseError for the first thing in a parsed query that cannot be evaluated: types, arity, names, matching. */
export function check(query: string, expr: Expr): void {
  refuseHighTrees(query, expr);
  new Checker(query).check(expr);
}

class Checker {
  constructor(readonly query: string) {}

  check(expr: Expr): void {
    switch (expr.type) {
      case 'number':
      case 'string':
        break;
      case 'vector_selector':
        checkSelector(this.query, expr);
        break;
      case 'matrix_selector':
        this.check(expr.selector);
        break;
      case 'subquery':
        this.#checkSubquery(expr);
        break;
      case 'call':
        this.#checkCall(expr);
        break;
      case 'aggregate':
        this.#checkAggregate(expr);
        break;
      case 'binary':
        this.check(expr.left);
        this.check(expr.right);
        checkBinary(this.query, expr);
        break;
      case 'unary':
        this.#checkUnary(expr);
        break;
      case 'paren':
        this.check(expr.expr);
        break;
    }
  }

  #checkCall(expr: Call): void {
    checkArgumentCount(this.query, expr);
    const { name, args } = expr.function;
    const context = `call to function ${quote(name)}`;
    for (const [index, arg] of expr.args.entries()) this.#expect(arg, args[Math.min(index, args.length - 1)], context);
  }

  #checkAggregate(expr: Aggregate): void {
    this.#expect(expr.expr, 'vector', 'aggregation expression');
    if (expr.parameter) this.#expect(expr.parameter, parameterType(expr.operator), 'aggregation parameter');
  }

  #checkUnary(expr: Unary): void {
    this.check(expr.expr);
    const type = valueType(expr.expr);
    if (type === 'scalar' || type === 'vector') return;
    const allowed = 'unary expression only allowed on expressions of type scalar or instant vector';
    this.#fail(expr, `${allowed}, got ${quote(documentedType(type))}`);
  }

  #checkSubquery(expr: Subquery): void {
    this.check(expr.expr);
    const type = valueType(expr.expr);
    if (type !== 'vector') this.#fail(expr, `subquery is only allowed on instant vector, got ${type} instead`);
  }

  #expect(expr: Expr, wanted: ValueType | undefined, context: string): void {
    this.check(expr);
    const type = valueType(expr);
    if (!wanted || type === wanted) return;
    this.#fail(expr, `expected type ${documentedType(wanted)} in ${context}, got ${documentedType(type)}`);
  }

  #fail(expr: Expr, reason: string): never {
    throw new ParseError(this.query, expr.range.start, reason);
  }
}
