export type * from './nodes.ts';
export type * from './operators.ts';
export { AGGREGATE_OPERATORS, isComparison, isSetOperator, parameterType } from './operators.ts';
export { documentedType, valueType } from './value-type.ts';
