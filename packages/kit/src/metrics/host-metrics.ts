import os from 'node:os';
import type { Metrics } from './instruments.ts';

export interface HostMetricsOptions {
  readonly mounts?: readonly string[];
}

export function registerHostMetrics(metrics: Metrics, _options: HostMetricsOptions = {}): { stop(): void } {
  metrics.gauge({
    name: 'system_memory_total_bytes',
    help: 'Memory of the machine.',
    collect: (gauge) => gauge.set(os.totalmem()),
  });
  return { stop: () => undefined };
}
