import type { Clock } from './clock.ts';

export interface VirtualClock extends Clock {
  /** Moves time on, waking the sleepers in order, and lets what they started run. */
  advance(ms: number): Promise<void>;
}

interface Sleeper {
  readonly wakeAtMs: number;
  readonly wake: () => void;
}

export function virtualClock(startMs = Date.UTC(2026, 0, 1)): VirtualClock {
  let elapsedMs = 0;
  const sleepers = new Set<Sleeper>();

  function sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const sleeper = { wakeAtMs: elapsedMs + ms, wake: resolve };
      sleepers.add(sleeper);
      const abort = () => {
        sleepers.delete(sleeper);
        reject(signal?.reason);
      };
      if (signal?.aborted === true) abort();
      else signal?.addEventListener('abort', abort, { once: true });
    });
  }

  function nextDue(untilMs: number): Sleeper | undefined {
    const due = [...sleepers].filter((sleeper) => sleeper.wakeAtMs <= untilMs);
    return due.sort((left, right) => left.wakeAtMs - right.wakeAtMs)[0];
  }

  async function advance(ms: number): Promise<void> {
    const untilMs = elapsedMs + ms;
    await settle();
    for (let due = nextDue(untilMs); due !== undefined; due = nextDue(untilMs)) {
      elapsedMs = due.wakeAtMs;
      sleepers.delete(due);
      due.wake();
      await settle();
    }
    elapsedMs = untilMs;
  }

  return { now: () => startMs + elapsedMs, monotonicMs: () => elapsedMs, sleep, advance };
}

/** One turn of the event loop: every promise that could settle has settled. */
function settle(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
