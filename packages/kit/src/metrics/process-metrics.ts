import { countOpenFiles, processCpuSeconds } from '../host/process.ts';
import { eventLoopLagMeter } from './event-loop-lag.ts';
import type { Metrics } from './instruments.ts';
import { gaugeReadAtScrape } from './read-at-scrape.ts';

/** The process's own metrics, under the names that Prometheus' client libraries agree on. */
export function registerProcessMetrics(metrics: Metrics): { stop(): void } {
  let countedSeconds = 0;
  metrics.counter({
    name: 'process_cpu_seconds_total',
    help: 'Processor time used by the process.',
    collect(counter) {
      const usedSeconds = processCpuSeconds();
      counter.inc(usedSeconds - countedSeconds);
      countedSeconds = usedSeconds;
    },
  });
  const startedSeconds = Date.now() / 1000 - process.uptime();
  const gauges: readonly (readonly [string, string, () => number | Promise<number>])[] = [
    ['process_resident_memory_bytes', 'Memory of the process that is in RAM.', () => process.memoryUsage.rss()],
    ['process_start_time_seconds', 'When the process started, in seconds since 1970.', () => startedSeconds],
    ['process_uptime_seconds', 'How long the process has been running.', () => process.uptime()],
    ['process_open_fds', 'Open file descriptors.', countOpenFiles],
    ['nodejs_heap_size_used_bytes', 'Heap in use.', () => process.memoryUsage().heapUsed],
  ];
  for (const [name, help, read] of gauges) gaugeReadAtScrape(metrics, name, help, read);
  return metrics.isEnabled ? registerEventLoopLag(metrics) : { stop: () => undefined };
}

function registerEventLoopLag(metrics: Metrics): { stop(): void } {
  const meter = eventLoopLagMeter();
  const lag = (what: string) => `How late timers came since the last scrape: ${what}.`;
  // Declared first, collected first: its one reading fills all three.
  const p99 = metrics.gauge({
    name: 'nodejs_eventloop_lag_p99_seconds',
    help: lag('99th percentile'),
    collect() {
      const measured = meter.read();
      // Two scrapes in a row: what was measured a moment ago still holds.
      if (measured === undefined) return;
      p99.set(measured.p99Seconds);
      p50.set(measured.p50Seconds);
      max.set(measured.maxSeconds);
    },
  });
  const p50 = metrics.gauge({ name: 'nodejs_eventloop_lag_p50_seconds', help: lag('median') });
  const max = metrics.gauge({ name: 'nodejs_eventloop_lag_max_seconds', help: lag('worst') });
  return { stop: () => meter.stop() };
}
