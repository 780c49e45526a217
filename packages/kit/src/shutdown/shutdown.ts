import type { Server } from 'node:http';
import type { Clock } from '../clock/clock.ts';
import type { Logger } from '../logging/logger.ts';
import type { DrainableServer } from './http-server.ts';
import type { StopStep } from './stop-plan.ts';

export interface ShutdownOptions {
  readonly logger: Logger;
  /** All steps together. Default 10 s. */
  readonly deadlineMs?: number;
  /**
   * How long servers go on accepting after the readiness is gone, so that who routes to them can see it before. Each answer
   * then ends its connection. At least the interval of the readiness probe. Default 0.
   */
  readonly graceMs?: number;
  /** Default SIGTERM and SIGINT. */
  readonly signals?: readonly NodeJS.Signals[];
  readonly exit?: (code: number) => void;
  readonly clock?: Clock;
}

/** What stands on a server of `node:http` and has an end of its own: a Fastify application. */
export interface ServerHolder {
  readonly server: Server;
  close(): unknown;
}

export interface Shutdown {
  /** Aborts when the stop begins: for loops and streams that never end by themselves. */
  readonly stopping: AbortSignal;
  /** First of all, the service is not ready any more. */
  readiness(health: { setShuttingDown(): void }): void;
  /**
   * Then servers, all at once: they accept for the grace, then no more; requests in flight are answered; what is not
   * finished in time is cut off. For a server of `node:http` (Express gives one from `listen`) or a Fastify application;
   * call it before it listens.
   */
  server(server: Server | ServerHolder, options?: ServerStopOptions): DrainableServer;
  /**
   * Then steps, one after the other, the last named first: name them in the order of building, and what stands on
   * something else is closed before it.
   */
  onStop(name: string, step: StopStep): void;
  /** At last what must not be lost: spans, metrics, audit entries. Also at the deadline and at a crash, for 2 s at most. */
  onFlush(name: string, step: StopStep): void;
  /** Stops, and exits, on the first signal; a second one exits at once with 1. */
  listen(): void;
  /**
   * An error that nobody caught is logged, what must not be lost is flushed, and the process exits with 1: after such an
   * error nobody knows what its state is worth, and a clean stop would work on with it.
   */
  exitOnCrash(): void;
  /** Runs the steps, once however often it is called. `clean`: every step succeeded before the deadline. */
  run(reason: string): Promise<{ clean: boolean }>;
}

export interface ServerStopOptions {
  /** Default `http`. */
  readonly name?: string;
  /** What is not answered by then, with the grace, is cut off. Default: eight tenths of the whole deadline. */
  readonly drainMs?: number;
}
