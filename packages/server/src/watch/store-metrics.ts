import type { Metrics } from '@seaworthy/kit/metrics';
import type { SampleStore } from '@seaworthy/promql/storage';
import type { RemoteWrite } from './remote-write/remote-write.ts';

/** What the sample store and those who are sent its samples say of themselves, read at each scrape. */
export function registerStoreMetrics(metrics: Metrics, store: SampleStore, remotes: readonly RemoteWrite[]): void {
  metrics.gauge({
    name: 'seaworthy_store_series',
    help: 'Series whose recent samples are in memory.',
    collect: (gauge) => gauge.set(store.stats().series),
  });
  metrics.gauge({
    name: 'seaworthy_store_memory_bytes',
    help: 'Memory that the sample store holds, by what for.',
    labelNames: ['kind'],
    collect(gauge) {
      const { chunkBytes, pageBytes, indexBytes } = store.stats().memory;
      gauge.set({ kind: 'chunks' }, chunkBytes);
      gauge.set({ kind: 'pages' }, pageBytes);
      gauge.set({ kind: 'indexes' }, indexBytes);
    },
  });
  metrics.gauge({
    name: 'seaworthy_store_disk_bytes',
    help: 'Disk that the sample store holds, by what for.',
    labelNames: ['kind'],
    collect(gauge) {
      const { log, blocks } = store.stats();
      gauge.set({ kind: 'log' }, log.bytes);
      gauge.set({ kind: 'blocks' }, blocks.bytes);
    },
  });
  metrics.gauge({
    name: 'seaworthy_store_refused_samples',
    help: 'Samples that the store has not taken since the start, by why.',
    labelNames: ['reason'],
    collect(gauge) {
      for (const [reason, count] of Object.entries(store.stats().refused)) gauge.set({ reason }, count);
    },
  });
  metrics.gauge({
    name: 'seaworthy_remote_write_samples',
    help: 'Samples for remote write since the start, by what became of them.',
    labelNames: ['url', 'outcome'],
    collect(gauge) {
      for (const remote of remotes) {
        const url = new URL(remote.config.url).host;
        const { retries, ...counts } = remote.counts();
        for (const [outcome, count] of Object.entries(counts)) gauge.set({ url, outcome }, count);
      }
    },
  });
}
