import { cpuMeter } from '../host/cpu.ts';
import type { DiskUse } from '../host/disk.ts';
import { readDisk } from '../host/disk.ts';
import type { MemoryUse } from '../host/memory.ts';
import { readMemory } from '../host/memory.ts';
import type { Metrics } from './instruments.ts';
import { registerProcessMetrics } from './process-metrics.ts';
import { gaugeReadAtScrape } from './read-at-scrape.ts';

/** Where the numbers of the machine come from. What throws, or is undefined, has no sample in that scrape. */
export interface HostSource {
  /** Processor use since the last call. */
  cpuPercent(): number | undefined;
  memory(): MemoryUse;
  disk(mount: string): Promise<DiskUse>;
}

export interface HostMetricsOptions {
  /** Each becomes a `mount_point` of `system_disk_usage_percent`. Default `/`. */
  readonly mounts?: readonly string[];
  /** Default: this machine, or the container's limits. */
  readonly source?: Partial<HostSource>;
}

/** The metrics of machine and process, read at each scrape. `stop` ends the measuring of the event loop. */
export function registerHostMetrics(metrics: Metrics, options: HostMetricsOptions = {}): { stop(): void } {
  const { mounts = ['/'] } = options;
  const source: HostSource = { cpuPercent: cpuMeter(), memory: readMemory, disk: readDisk, ...options.source };
  const gauges: readonly (readonly [string, string, () => number | undefined])[] = [
    ['system_cpu_usage_percent', 'Busy share of all processors since the last scrape, 0 to 100.', source.cpuPercent],
    ['system_memory_usage_bytes', 'Memory in use without reclaimable caches.', () => source.memory().usedBytes],
    ['system_memory_total_bytes', 'Memory of the machine, or the container limit.', () => source.memory().totalBytes],
  ];
  for (const [name, help, read] of gauges) gaugeReadAtScrape(metrics, name, help, read);
  registerDisks(metrics, mounts, source);
  return registerProcessMetrics(metrics);
}

function registerDisks(metrics: Metrics, mounts: readonly string[], source: HostSource): void {
  metrics.gauge({
    name: 'system_disk_usage_percent',
    help: 'Used share of the file system, 0 to 100.',
    labelNames: ['mount_point'],
    async collect(gauge) {
      const disks = await Promise.allSettled(mounts.map((mount) => source.disk(mount)));
      for (const [index, mount_point] of mounts.entries()) {
        const disk = disks[index];
        if (disk?.status === 'fulfilled') gauge.set({ mount_point }, disk.value.usedPercent);
        else gauge.remove({ mount_point });
      }
    },
  });
}
