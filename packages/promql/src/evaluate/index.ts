export type { QueryErrorType } from '../answer/query-error.ts';
export { QueryError } from '../answer/query-error.ts';
export type { MatrixSeries, Result, ResultData, VectorSample } from '../answer/result.ts';
export type { Sample } from '../memory/memory-storage.ts';
export { MemoryStorage } from '../memory/memory-storage.ts';
export type { Samples } from '../values/samples.ts';
export { isStale, isStaleAt, staleNaN, writeStale } from '../values/stale.ts';
export type { Engine, EngineOptions, QueryOptions } from './engine.ts';
export { createEngine } from './engine.ts';
