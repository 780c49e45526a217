export type { DrainableServer, Drained, DrainOptions } from './http-server.ts';
export { drainableServer } from './http-server.ts';
export type { Shutdown, ShutdownOptions, StopStep } from './shutdown.ts';
export { createShutdown } from './shutdown.ts';
