import { createHistogram } from 'node:perf_hooks';
import type { Clock } from '../clock/clock.ts';
import { backgroundClock } from '../clock/clock.ts';

export interface EventLoopLag {
  readonly p50Seconds: number;
  readonly p99Seconds: number;
  readonly maxSeconds: number;
}

const stepMs = 20;

/**
 * Measures how late timers come. `read` tells about the time since the last `read`, undefined when no timer came since.
 * Node's own delay monitor is not used: after a reset it leaves the first interval out, so that whatever holds the event
 * loop up right after a scrape would never be seen.
 */
export function eventLoopLagMeter(clock: Clock = backgroundClock): { read(): EventLoopLag | undefined; stop(): void } {
  const lags = createHistogram();
  const stopped = new AbortController();
  measure(clock, stopped.signal, (lagMs) => lags.record(Math.max(1, Math.round(lagMs * 1e6)))).catch(() => undefined);
  return {
    read() {
      if (lags.count === 0) return undefined;
      const lag = {
        p50Seconds: lags.percentile(50) / 1e9,
        p99Seconds: lags.percentile(99) / 1e9,
        maxSeconds: lags.max / 1e9,
      };
      lags.reset();
      return lag;
    },
    stop: () => stopped.abort(),
  };
}

/** Ends by the rejection of the sleep that is aborted. */
async function measure(clock: Clock, signal: AbortSignal, record: (lagMs: number) => void): Promise<never> {
  for (;;) {
    const startedMs = clock.monotonicMs();
    await clock.sleep(stepMs, signal);
    record(clock.monotonicMs() - startedMs - stepMs);
  }
}
