import type { Clock } from './clock.ts';

/** Something long-lived. The composition root runs them in order and stops them in reverse. */
export interface Service {
  /** For logs. */
  readonly id: string;
  /** Resolves when the service has ended, by `stop` or by itself; rejects when it failed. Called once. */
  run(): Promise<void>;
  /** Resolves when `run` has ended and nothing of the service is left. Idempotent. */
  stop(): Promise<void>;
}

export interface PeriodicWork {
  readonly id: string;
  readonly everyMs: number;
  readonly clock: Clock;
  /** One round. `signal` aborts when the service stops. */
  readonly work: (signal: AbortSignal) => Promise<void>;
  /** A round that failed is told here, and the next one comes as usual. */
  readonly onError: (error: unknown) => void;
}

/** Works at once, then again `everyMs` after each round has ended. */
export function periodicService({ id, everyMs, clock, work, onError }: PeriodicWork): Service {
  const stopping = new AbortController();
  let running: Promise<void> | undefined;

  const round = async () => {
    try {
      await work(stopping.signal);
    } catch (error) {
      if (!stopping.signal.aborted) onError(error);
    }
  };
  const rounds = async () => {
    while (!stopping.signal.aborted) {
      await round();
      await clock.sleep(everyMs, stopping.signal).catch(ignoreAbort(stopping.signal));
    }
  };
  return {
    id,
    run() {
      running ??= rounds();
      return running;
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** For `.catch`: a wait that was called off because of `signal` is no error; anything else is. */
export function ignoreAbort(signal: AbortSignal): (error: unknown) => void {
  return (error) => {
    if (!signal.aborted) throw error;
  };
}
