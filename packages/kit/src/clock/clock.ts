import { setTimeout as delay } from 'node:timers/promises';

/** Time as a parameter, so that tests run in virtual time. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Milliseconds since some fixed moment; never goes back, whatever happens to the wall clock. */
  monotonicMs(): number;
  /** Resolves after `ms`; rejects with the signal's reason when it aborts first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep: (ms, signal) => delay(ms, undefined, signal && { signal }),
};

/** The same, for work that goes on beside the service and must not keep its process alive. */
export const backgroundClock: Clock = {
  ...systemClock,
  sleep: (ms, signal) => delay(ms, undefined, { ref: false, ...(signal && { signal }) }),
};
