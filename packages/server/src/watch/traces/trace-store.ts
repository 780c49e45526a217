import type { Metrics } from '@seaworthy/kit/metrics';
import type { Clock } from '../../platform/clock.ts';
import type { Span } from './span.ts';
import { openTraceFile } from './trace-file.ts';
import type { Added } from './trace-keeper.ts';
import { TraceKeeper } from './trace-keeper.ts';
import type { TraceLimits } from './trace-limits.ts';
import { registerTraceMetrics } from './trace-metrics.ts';
import type { FoundTrace, StatisticsAnswer, StatisticsQuery, TracePage, TraceQuery } from './trace-reader.ts';
import { TraceReader } from './trace-reader.ts';
import { TraceTable } from './trace-table.ts';

/** Recent traces, in a file of their own. */
export interface TraceStore {
  /**
   * Returns at once. What is kept is stored within a second and can be found then; a trace of which nothing says yet that
   * it is kept, once it has been quiet for long enough.
   */
  add(spans: readonly Span[]): Added;
  search(query: TraceQuery, signal?: AbortSignal): Promise<TracePage>;
  statistics(query: StatisticsQuery, signal?: AbortSignal): Promise<StatisticsAnswer>;
  /** With what still waits for a decision. */
  find(traceId: string): Promise<FoundTrace | undefined>;
  stats(): TraceStats;
  /** Resolves when all that was added so far is stored, or journaled, or left out. */
  flush(): Promise<void>;
  stop(): Promise<void>;
}

export interface TraceStats {
  readonly diskBytes: number;
  /** Of spans that are not stored yet. */
  readonly pendingBytes: number;
  readonly oldestMs: number | undefined;
  /** Spans that were not stored since the start, by why; not those that sampling left out. */
  readonly dropped: Readonly<Record<string, number>>;
}

export interface TraceStoreOptions {
  readonly file: string;
  readonly limits: TraceLimits;
  readonly clock: Clock;
  readonly metrics: Metrics;
  /** Told of what goes wrong; the store goes on. */
  readonly report: (error: unknown, doing: string) => void;
  /** Told when what was there could not be read, and was set aside. */
  readonly onDamage?: (message: string) => void;
  /** Told of all spans that come, before sampling. Must return quickly, and not throw. */
  readonly onSpans?: ((spans: readonly Span[]) => void) | undefined;
  /** Told of the spans that are stored. Must return quickly, and not throw. */
  readonly onKept?: ((spans: readonly Span[]) => void) | undefined;
}

export async function openTraceStore(options: TraceStoreOptions): Promise<TraceStore> {
  const { file, clock, report } = options;
  const { db, setAside } = openTraceFile(file);
  if (setAside !== undefined) {
    report(new Error(setAside), `Reading ${file}, which is now ${file}.unreadable,`);
    options.onDamage?.(setAside);
  }
  const table = new TraceTable(db);
  const metrics = registerTraceMetrics(options.metrics, () => ({
    usedBytes: () => table.usedBytes(),
    pendingBytes: () => keeper.pendingBytes,
    pendingTraces: () => keeper.pendingTraces,
  }));
  const keeper = new TraceKeeper({ ...options, table, metrics });
  const reader = new TraceReader(table, clock);
  await keeper.start();
  return {
    add: (spans) => keeper.add(spans),
    search: (query, signal) => reader.search(query, signal),
    statistics: (query, signal) => reader.statistics(query, signal),
    find: (traceId) => reader.find(traceId, keeper.textsOf(traceId)),
    stats: () => ({
      diskBytes: table.usedBytes(),
      pendingBytes: keeper.pendingBytes,
      oldestMs: table.oldest()?.seenMs,
      dropped: metrics.lost(),
    }),
    flush: () => keeper.flush(),
    async stop() {
      await keeper.stop();
      table.close();
    },
  };
}
