export type { LogDestination } from './destination.ts';
export type { Exception } from './exception.ts';
export type { Level, LevelAlias } from './level.ts';
export { levels, parseLevel } from './level.ts';
export type { Fields, Logger, LoggerOptions } from './logger.ts';
export { createLogger } from './logger.ts';
export { logPerformance, timed } from './performance.ts';
export type { AnsweredRequest } from './request.ts';
export { logRequest } from './request.ts';
