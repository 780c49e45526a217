import type { Clock } from '../../clock/clock.ts';
import { systemClock } from '../../clock/clock.ts';
import { countThreads, processCpuSeconds } from '../../host/process.ts';
import type { HealthCheck } from '../check-runner.ts';
import type { CheckOutcome } from '../status.ts';

export interface ProcessCheckOptions {
  /** Share of one processor. Default 90. */
  readonly highCpuPercent?: number;
  /** Default 2000 MB. */
  readonly highRssBytes?: number;
  readonly cpuSeconds?: () => number;
  readonly rssBytes?: () => number;
  readonly clock?: Clock;
}

/** This process: degraded when it uses more than 90 % of a processor, or more than 2000 MB. */
export function processCheck(options: ProcessCheckOptions = {}): HealthCheck {
  const { highCpuPercent = 90, highRssBytes = 2000e6, clock = systemClock } = options;
  const { cpuSeconds = processCpuSeconds, rssBytes = () => process.memoryUsage.rss() } = options;
  let last = { seconds: cpuSeconds(), atMs: clock.monotonicMs() };

  /** Since the last run; until time has passed the process has used nothing worth telling. */
  function cpuPercent(): number {
    const now = { seconds: cpuSeconds(), atMs: clock.monotonicMs() };
    const elapsedSeconds = (now.atMs - last.atMs) / 1000;
    const percent = elapsedSeconds > 0 ? (100 * (now.seconds - last.seconds)) / elapsedSeconds : 0;
    last = now;
    return percent;
  }

  return async (): Promise<CheckOutcome> => {
    const found = { cpuPercent: cpuPercent(), rssBytes: rssBytes() };
    const threads = await countThreads().catch(() => undefined);
    const high = [
      ...(found.cpuPercent > highCpuPercent ? [`high processor use, ${found.cpuPercent.toFixed(1)} %`] : []),
      ...(found.rssBytes > highRssBytes ? [`high memory use, ${Math.round(found.rssBytes / 1e6)} MB`] : []),
    ];
    const details = { ...found, ...(threads !== undefined && { threads }) };
    if (high.length > 0) return { status: 'degraded', message: high.join('; '), details };
    return { status: 'healthy', message: 'process within its limits', details };
  };
}
