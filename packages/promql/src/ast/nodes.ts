import type { FunctionSignature } from '../functions/signatures.ts';
import type { Matcher } from '../labels/index.ts';
import type { AggregateOperator, BinaryOperator } from './operators.ts';

/** Where a node stands: indexes into the query's string, end exclusive. `positionOf` turns one into line and column. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Every node of a query. What was checked holds: types fit, arities fit, names are valid. */
export type Expr =
  | NumberLiteral
  | StringLiteral
  | VectorSelector
  | MatrixSelector
  | Subquery
  | Call
  | Aggregate
  | Binary
  | Unary
  | Paren;

export interface NumberLiteral {
  readonly type: 'number';
  readonly value: number;
  /** Written as a duration (`5m`); the value is in seconds. */
  readonly duration: boolean;
  readonly range: Range;
}

/** Bytes that are no UTF-8 (`"\xff"`) are lone surrogates U+DC80..U+DCFF in `value`; see isValidText. */
export interface StringLiteral {
  readonly type: 'string';
  readonly value: string;
  readonly range: Range;
}

/** The `@` modifier: a fixed time, or an end of the query's range. */
export type AtModifier =
  | { readonly kind: 'timestamp'; readonly timestampMs: number }
  | { readonly kind: 'start' }
  | { readonly kind: 'end' };

export interface VectorSelector {
  readonly type: 'vector_selector';
  /** The metric's name when it stands before the braces, else ''. `matchers` holds it as well. */
  readonly name: string;
  readonly matchers: readonly Matcher[];
  /** Positive looks into the past. */
  readonly offsetMs: number;
  readonly at?: AtModifier;
  readonly range: Range;
}

/** `selector[range]`; offset and `@` are those of the selector inside. */
export interface MatrixSelector {
  readonly type: 'matrix_selector';
  readonly selector: VectorSelector;
  readonly rangeMs: number;
  readonly range: Range;
}

export interface Subquery {
  readonly type: 'subquery';
  readonly expr: Expr;
  readonly rangeMs: number;
  /** Absent: the engine's default step. */
  readonly stepMs?: number;
  readonly offsetMs: number;
  readonly at?: AtModifier;
  readonly range: Range;
}

export interface Call {
  readonly type: 'call';
  readonly function: FunctionSignature;
  readonly args: readonly Expr[];
  readonly range: Range;
}

export interface Aggregate {
  readonly type: 'aggregate';
  readonly operator: AggregateOperator;
  readonly expr: Expr;
  /** The first argument of topk, bottomk, quantile, count_values. */
  readonly parameter?: Expr;
  /** The labels of `by` or `without`, as written. */
  readonly grouping: readonly string[];
  readonly without: boolean;
  readonly range: Range;
}

export type Cardinality = 'one-to-one' | 'many-to-one' | 'one-to-many' | 'many-to-many';

export interface VectorMatching {
  readonly cardinality: Cardinality;
  /** True: match on `labels`; false: on all labels but those. */
  readonly on: boolean;
  readonly labels: readonly string[];
  /** The labels in `group_left(...)` or `group_right(...)`. */
  readonly include: readonly string[];
}

export interface Binary {
  readonly type: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expr;
  readonly right: Expr;
  readonly returnBool: boolean;
  /** Present exactly when both sides are vectors. */
  readonly matching?: VectorMatching;
  /** A scalar when both sides are scalars. */
  readonly returns: 'scalar' | 'vector';
  readonly range: Range;
}

export interface Unary {
  readonly type: 'unary';
  readonly operator: '+' | '-';
  readonly expr: Expr;
  readonly range: Range;
}

export interface Paren {
  readonly type: 'paren';
  readonly expr: Expr;
  readonly range: Range;
}
