export type { ValueType } from './documented-type.ts';
export { documentedType } from './documented-type.ts';
export type * from './nodes.ts';
export type * from './operators.ts';
export { AGGREGATE_OPERATORS, isComparison, isSetOperator, parameterType } from './operators.ts';
export type { Position } from './parse-error.ts';
export { ParseError, positionOf } from './parse-error.ts';
export { print } from './print.ts';
export { valueType } from './value-type.ts';
