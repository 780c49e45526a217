import type { Metrics } from '@seaworthy/kit';
import type { LogStore, StoreEvent } from './store/log-store.ts';

/** What the store tells of itself as metrics. */
export interface LogMetrics {
  observe(event: StoreEvent): void;
  gap(): void;
  /** Records that were lost since the start, by why. */
  lost(): Readonly<Record<string, number>>;
  /** The store whose size is told; it is opened later than the metrics are made. */
  watch(store: LogStore): void;
}

export function createLogMetrics(metrics: Metrics): LogMetrics {
  const records = metrics.counter({ name: 'seaworthy_logs_records_total', help: 'Log records that were stored.' });
  const bytes = metrics.counter({
    name: 'seaworthy_logs_written_bytes_total',
    help: 'Log text that was stored, uncompressed.',
  });
  const dropped = metrics.counter({
    name: 'seaworthy_logs_dropped_records_total',
    help: 'Log records that were lost: the disk took nothing for too long (full), or JSON cannot hold them (invalid).',
    labelNames: ['reason'],
  });
  const failing = metrics.gauge({
    name: 'seaworthy_logs_write_failing',
    help: '1 while the disk takes no log records.',
  });
  const failures = metrics.counter({
    name: 'seaworthy_logs_write_failures_total',
    help: 'How often the disk began to refuse log records.',
  });
  const gaps = metrics.counter({
    name: 'seaworthy_logs_gaps_total',
    help: 'How often a log file was gone, or had been emptied, before it was read to its end.',
  });
  const torn = metrics.counter({
    name: 'seaworthy_logs_torn_bytes_total',
    help: 'Unfinished last lines that a start cut off the log store, after a crash.',
  });
  const lost = { full: 0, invalid: 0 };
  let stored: LogStore | undefined;
  metrics.gauge({
    name: 'seaworthy_logs_segments',
    help: 'Files of the log store.',
    collect: (gauge) => gauge.set(stored?.segments.length ?? 0),
  });
  metrics.gauge({
    name: 'seaworthy_logs_stored_bytes',
    help: 'What the log store takes on disk.',
    collect: (gauge) => gauge.set(stored?.bytes ?? 0),
  });

  return {
    observe(event) {
      if (event.kind === 'recovered') torn.inc(event.found.tornBytes);
      if (event.kind === 'dropped') {
        dropped.inc({ reason: event.reason }, event.records);
        lost[event.reason] += event.records;
      }
      if (event.kind === 'write_failed') {
        failing.set(1);
        failures.inc();
      }
      if (event.kind === 'write_mended') failing.set(0);
      if (event.kind !== 'written') return;
      records.inc(event.records);
      bytes.inc(event.bytes);
    },
    gap: () => gaps.inc(),
    lost: () => ({ ...lost }),
    watch(store) {
      stored = store;
    },
  };
}
