import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface EventLoopLag {
  readonly p50Seconds: number;
  readonly p99Seconds: number;
  readonly maxSeconds: number;
}

const resolutionMs = 10;

/** Measures how late timers come; `read` tells about the time since the last `read`, undefined when nothing was measured. */
export function eventLoopLagMeter(): { read(): EventLoopLag | undefined; stop(): void } {
  const delays = monitorEventLoopDelay({ resolution: resolutionMs });
  delays.enable();
  // The histogram holds whole intervals: what is beyond the one that was asked for is the lag.
  const lag = (nanoseconds: number) => Math.max(0, nanoseconds / 1e9 - resolutionMs / 1000);
  return {
    read() {
      if (delays.count === 0) return undefined;
      const [p50Seconds, p99Seconds, maxSeconds] = [delays.percentile(50), delays.percentile(99), delays.max].map(lag);
      delays.reset();
      if (p50Seconds === undefined || p99Seconds === undefined || maxSeconds === undefined) return undefined;
      return { p50Seconds, p99Seconds, maxSeconds };
    },
    stop: () => void delays.disable(),
  };
}
