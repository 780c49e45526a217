export type { DrainableServer, Drained, DrainOptions } from './http-server.ts';
export { drainableServer } from './http-server.ts';
export type { ServerHolder, ServerStopOptions, Shutdown, ShutdownOptions } from './shutdown.ts';
export { createShutdown } from './stepwise-shutdown.ts';
export type { StopStep } from './stop-plan.ts';
