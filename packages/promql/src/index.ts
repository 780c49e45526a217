export type * from './ast/index.ts';
export {
  documentedType,
  isComparison,
  isSetOperator,
  ParseError,
  parameterType,
  positionOf,
  print,
  valueType,
} from './ast/index.ts';
export type {
  Engine,
  EngineOptions,
  MatrixSeries,
  QueryErrorType,
  QueryOptions,
  Result,
  ResultData,
  Sample,
  Samples,
  VectorSample,
} from './evaluate/index.ts';
export {
  createEngine,
  isStale,
  isStaleAt,
  MemoryStorage,
  QueryError,
  staleNaN,
  writeStale,
} from './evaluate/index.ts';
export type { FunctionSignature } from './functions/signatures.ts';
export { FUNCTIONS } from './functions/signatures.ts';
export type { LabelSource, MatchOperator } from './labels/index.ts';
export { compareLabels, formatLabels, Labels, LabelsBuilder, Matcher, METRIC_NAME } from './labels/index.ts';
export { formatDuration, formatNumber, parseDuration, parseNumber } from './literals/index.ts';
export { parse } from './parse/index.ts';
export type { Regex, SearchRegex } from './regex/index.ts';
export { compileRegex, RegexError, searchRegex } from './regex/index.ts';
