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
  const refused = increases();
  metrics.counter({
    name: 'seaworthy_store_refused_samples_total',
    help: 'Samples that the store has not taken, by why.',
    labelNames: ['reason'],
    collect(counter) {
      for (const [reason, count] of Object.entries(store.stats().refused)) {
        counter.inc({ reason }, refused(reason, count));
      }
    },
  });
  const handed = increases();
  metrics.counter({
    name: 'seaworthy_remote_write_samples_total',
    help: 'Samples for remote write, by what became of them.',
    labelNames: ['url', 'outcome'],
    collect(counter) {
      for (const remote of remotes) {
        const { sent, refused: refusedThere, dropped } = remote.counts();
        for (const [outcome, count] of Object.entries({ sent, refused: refusedThere, dropped })) {
          counter.inc({ url: hostOf(remote), outcome }, handed(`${remote.config.url} ${outcome}`, count));
        }
      }
    },
  });
  metrics.gauge({
    name: 'seaworthy_remote_write_samples_waiting',
    help: 'Samples for remote write that are not sent yet.',
    labelNames: ['url'],
    collect(gauge) {
      for (const remote of remotes) gauge.set({ url: hostOf(remote) }, remote.counts().waiting);
    },
  });
}

/** The address without what may be secret in its path. */
function hostOf({ config }: RemoteWrite): string {
  return new URL(config.url).host;
}

/** By how much a count has risen since it was last asked for. */
function increases(): (key: string, count: number) => number {
  const before = new Map<string, number>();
  return (key, count) => {
    const increase = count - (before.get(key) ?? 0);
    before.set(key, count);
    return increase;
  };
}
