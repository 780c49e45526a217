import { join } from 'node:path';
import type { Logger, Metrics } from '@seaworthy/kit';
import type { Clock } from '../../platform/clock.ts';
import { Follower } from './follow/follower.ts';
import { createLogMetrics } from './log-metrics.ts';
import type { LogRecord } from './log-record.ts';
import type { LogPage, LogSearch } from './search/search.ts';
import { searchLogs } from './search/search.ts';
import { SearchPlaces } from './search/search-places.ts';
import type { Volume, VolumeQuery } from './search/volume.ts';
import { countVolume } from './search/volume.ts';
import type { OpenAppendFile } from './store/append-file.ts';
import type { StoreEvent } from './store/log-store.ts';
import { LogStore } from './store/log-store.ts';
import { endOf, formatPlace } from './store/storage-place.ts';
import type { Tailed, TailOptions } from './tail/tail.ts';
import { tailLogs } from './tail/tail.ts';

export interface LogsOptions {
  /** Where instances and the control plane write their log files. */
  readonly logFolder: string;
  /** Where records are kept. */
  readonly storeFolder: string;
  readonly service: string;
  readonly retentionMs: number;
  readonly maxBytes: number;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly openFile?: OpenAppendFile;
  /** Told at the opening: some of what was stored cannot be read any more. */
  readonly onDamage?: (message: string) => void;
}

/** The logs of everything: what instances write, what comes over OTLP, and what the control plane says itself. */
export interface Logs {
  /** Takes all or none. False: the disk takes nothing, and as much as memory may hold waits; they may be offered again. */
  offer(records: readonly LogRecord[]): boolean;
  /** As `offer`, for a caller who cannot come again: what is refused is counted as dropped. */
  append(records: readonly LogRecord[]): boolean;
  /** Calls `listener` with records once they are stored. It must neither wait nor throw. Returns what ends it. */
  onRecords(listener: (records: readonly LogRecord[]) => void): () => void;
  /**
   * Sees all that was appended before. A tail whose `afterId` is `followFrom` goes on behind it, without a gap and with
   * nothing twice. Throws LogQueryError, and SearchBusyError while too many search.
   */
  search(query: LogSearch, signal: AbortSignal): Promise<LogPage & { readonly followFrom: string }>;
  volume(query: VolumeQuery, signal: AbortSignal): Promise<Volume>;
  tail(options: TailOptions): AsyncGenerator<Tailed>;
  stats(): LogStats;
  /** Reads what the log files hold, writes everything, and closes. */
  stop(): Promise<void>;
}

export interface LogStats {
  readonly diskBytes: number;
  /** Of records that wait to be written. */
  readonly waitingBytes: number;
  readonly oldestMs: number | undefined;
  readonly retentionMs: number;
  readonly maxBytes: number;
  /** Records that were lost since the start, by why. */
  readonly dropped: Readonly<Record<string, number>>;
}

/** Of one search; it then answers with what it has. */
const maxSearchMs = 10_000;

/** Opens the store, mends it where a crash left it torn, and begins to follow the log files. */
export async function createLogs(options: LogsOptions): Promise<Logs> {
  const { clock, logger, storeFolder } = options;
  const metrics = createLogMetrics(options.metrics);
  const onEvent = (event: StoreEvent) => {
    metrics.observe(event);
    tell(logger, event);
    const damage = damageOf(event);
    if (damage !== undefined) options.onDamage?.(damage);
  };
  const store = await LogStore.open({ ...options, folder: join(storeFolder, 'segments'), onEvent });
  metrics.watch(store);
  const follower = new Follower({
    folder: options.logFolder,
    service: options.service,
    store,
    positionsFile: join(storeFolder, 'positions.json'),
    clock,
    onGap(name) {
      metrics.gap();
      logger.warn('a log file was gone before it was read to its end; lines may be missing', { name });
    },
    onError: (error) => logger.warn('log files cannot be followed, and are tried again', { error }),
  });
  await follower.begin();
  follower.run();
  const searches = new SearchPlaces(clock);
  const limits = { maxMs: maxSearchMs, monotonicMs: clock.monotonicMs };
  return {
    offer: (records) => store.offer(records),
    append: (records) => store.append(records),
    onRecords: (listener) => store.onRecords((stored) => listener(stored.map(({ record }) => record))),
    search: (query, signal) =>
      searches.run(signal, async () => {
        await store.flush();
        const end = endOf(store);
        const page = await searchLogs(store, { ...query, end }, limits, signal);
        return { ...page, followFrom: formatPlace(end) };
      }),
    volume: (query, signal) =>
      searches.run(signal, async () => {
        await store.flush();
        return countVolume(store, query, limits, signal);
      }),
    tail: (tailOptions) => tailLogs(store, tailOptions),
    stats: () => ({
      diskBytes: store.bytes,
      waitingBytes: store.waitingBytes,
      oldestMs: store.segments[0]?.openedMs,
      retentionMs: options.retentionMs,
      maxBytes: options.maxBytes,
      dropped: metrics.lost(),
    }),
    async stop() {
      await follower.stop();
      await store.close();
    },
  };
}

/** A last line that a crash cut off is none: it was never acknowledged. */
function damageOf(event: StoreEvent): string | undefined {
  if (event.kind !== 'recovered') return undefined;
  const { strangeLines, damaged } = event.found;
  const told = [
    ...(damaged.length === 0
      ? []
      : [`Not as they were closed: segments ${damaged.join(', ')}. What can be read of them is kept.`]),
    ...(strangeLines === 0 ? [] : [`${strangeLines} lines are no records, and are passed over.`]),
  ];
  return told.length === 0 ? undefined : told.join(' ');
}

function tell(logger: Logger, event: StoreEvent): void {
  if (event.kind === 'write_failed') {
    logger.error('the disk takes no log records; they wait in memory and in the log files', { error: event.error });
  }
  if (event.kind === 'write_mended') logger.info('the disk takes log records again');
  if (event.kind === 'seal_failed') logger.warn('a log segment cannot be compressed yet', { error: event.error });
  if (event.kind !== 'recovered') return;
  const { tornBytes, strangeLines, damaged } = event.found;
  if (tornBytes > 0) logger.warn('the last line of the log store was unfinished, and is dropped', { tornBytes });
  if (strangeLines > 0)
    logger.warn('the log store holds lines that are no records; they are passed over', { strangeLines });
  if (damaged.length > 0) logger.warn('log segments were damaged; what is readable of them is kept', { damaged });
}
