// All but the configuration: it brings zod and yaml, which take longer to load than everything here together. Who wants it
// imports `@seaworthy/kit/config`.
export type { Clock } from './clock/clock.ts';
export { systemClock } from './clock/clock.ts';
export * from './context/index.ts';
export * from './health/index.ts';
export * from './http/index.ts';
export * from './logging/index.ts';
export * from './metrics/index.ts';
export * from './metrics/pipeline/index.ts';
export * from './resilience/index.ts';
export * from './shutdown/index.ts';
export * from './tracing/index.ts';
