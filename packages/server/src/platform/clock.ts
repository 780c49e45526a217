import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';

/** Time as the control plane sees it. Everything that waits takes one, so that tests pass hours in milliseconds. */
export interface Clock {
  /** Wall clock, milliseconds since 1970. May jump; for records, not for measuring. */
  now(): number;
  /** Never goes back; for measuring durations and deadlines. */
  monotonicMs(): number;
  /** Resolves after `ms`; rejects with the signal's reason as soon as it aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
  /**
   * Calls `work` every `ms`, first after `ms`. The next wait begins when `work` has settled, so runs never overlap.
   * `work` handles its own errors. Returns the function that stops it (a run under way is not cut short).
   */
  every(ms: number, work: () => void | Promise<void>): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep: (ms, signal) => sleepFor((inner) => delay(ms, undefined, { signal: inner }), signal),
  every: (ms, work) => repeat((signal) => systemClock.sleep(ms, signal), work),
};

/** Runs `work` after each `pause` until stopped; shared by the real and the virtual clock. */
export function repeat(pause: (signal: AbortSignal) => Promise<void>, work: () => void | Promise<void>): () => void {
  const stopping = new AbortController();
  void (async () => {
    while (await finished(pause(stopping.signal))) await work();
  })();
  return () => stopping.abort();
}

async function finished(pause: Promise<void>): Promise<boolean> {
  return pause.then(
    () => true,
    () => false,
  );
}

/** Node's own timer rejects with a plain AbortError; callers are promised the reason that they gave. */
async function sleepFor(wait: (signal?: AbortSignal) => Promise<void>, signal?: AbortSignal): Promise<void> {
  try {
    await wait(signal);
  } catch (error) {
    throw signal?.aborted ? signal.reason : error;
  }
}
