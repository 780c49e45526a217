import type { ValueType } from './documented-type.ts';
import type { Expr } from './nodes.ts';

/** What a node evaluates to. */
export function valueType(expr: Expr): ValueType {
  switch (expr.type) {
    case 'number':
      return 'scalar';
    case 'string':
      return 'string';
    case 'vector_selector':
    case 'aggregate':
      return 'vector';
    case 'matrix_selector':
    case 'subquery':
      return 'matrix';
    case 'call':
      return expr.function.returns;
    case 'binary':
      return expr.returns;
    case 'unary':
    case 'paren':
      return valueType(expr.expr);
  }
}
