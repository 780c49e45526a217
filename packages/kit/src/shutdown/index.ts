export type { Shutdown, ShutdownOptions, StopStep } from './shutdown.ts';
export { createShutdown } from './shutdown.ts';
