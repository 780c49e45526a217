export type { Clock } from './clock/clock.ts';
export { systemClock } from './clock/clock.ts';
export * from './config/without-kinds.ts';
export * from './context/index.ts';
export * from './health/index.ts';
export * from './logging/index.ts';
export * from './metrics/index.ts';
export * from './shutdown/index.ts';
export * from './tracing/index.ts';
