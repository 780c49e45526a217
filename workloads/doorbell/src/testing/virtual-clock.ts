import type { Clock } from '@seaworthy/kit';

export interface VirtualClock extends Clock {
  /** Moves time on, and lets what was waiting run. */
  advance(ms: number): Promise<void>;
}

export function virtualClock(startMs = Date.UTC(2026, 0, 1)): VirtualClock {
  let elapsedMs = 0;
  const sleepers = new Set<{ readonly untilMs: number; readonly wake: () => void }>();
  return {
    now: () => startMs + elapsedMs,
    monotonicMs: () => elapsedMs,
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const sleeper = { untilMs: elapsedMs + ms, wake: resolve };
        sleepers.add(sleeper);
        const abort = () => {
          sleepers.delete(sleeper);
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', abort, { once: true });
      }),
    async advance(ms) {
      await turn();
      elapsedMs += ms;
      for (const sleeper of [...sleepers].filter(({ untilMs }) => untilMs <= elapsedMs)) {
        sleepers.delete(sleeper);
        sleeper.wake();
      }
      await turn();
    },
  };
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
