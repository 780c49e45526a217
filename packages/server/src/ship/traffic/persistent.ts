import type { Clock } from '../../platform/clock.ts';
import type { Traffic } from './traffic.ts';
import { TrafficError } from './traffic.ts';

export interface Persistence {
  readonly clock: Clock;
  /** How long the data plane may be away; it is back within a second when it was killed. */
  readonly forMs?: number;
}

const RETRY_MS = 100;
const HALF_A_MINUTE_MS = 30_000;

/** The same traffic; a call that found nobody there is made again until somebody is. Every call may be repeated. */
export function persistent(traffic: Traffic, persistence: Persistence): Traffic {
  const again = <T>(call: () => Promise<T>, signal?: AbortSignal) => persist(call, persistence, signal);
  return {
    state: () => again(() => traffic.state()),
    setTargets: (slot, targets, probe) => again(() => traffic.setTargets(slot, targets, probe)),
    awaitReady: (slot, deadlineMs, signal) => again(() => traffic.awaitReady(slot, deadlineMs, signal), signal),
    setSplit: (split) => again(() => traffic.setSplit(split)),
    retire: (slot, deadlineMs) => again(() => traffic.retire(slot, deadlineMs)),
    counters: () => again(() => traffic.counters()),
    pause: (limits) => again(() => traffic.pause(limits)),
    resume: () => again(() => traffic.resume()),
  };
}

async function persist<T>(
  call: () => Promise<T>,
  { clock, forMs = HALF_A_MINUTE_MS }: Persistence,
  signal?: AbortSignal,
) {
  const deadline = clock.monotonicMs() + forMs;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      const mayRetry = error instanceof TrafficError && error.retryable;
      if (!mayRetry || clock.monotonicMs() >= deadline) throw error;
      await clock.sleep(RETRY_MS, signal);
    }
  }
}
