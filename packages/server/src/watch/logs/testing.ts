import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { VirtualClock } from '../../platform/testing.ts';
import { testFolder, virtualClock } from '../../platform/testing.ts';
import type { LogRecord } from './log-record.ts';
import type { LogFilter } from './search/filter.ts';
import type { LogPage, LogSearch } from './search/search.ts';
import { searchLogs } from './search/search.ts';
import type { AppendFile } from './store/append-file.ts';
import { openAppendFile } from './store/append-file.ts';
import type { LogStoreOptions, StoreEvent } from './store/log-store.ts';
import { LogStore } from './store/log-store.ts';

export const noon = Date.UTC(2030, 0, 1, 12);

export function testRecord(over: Partial<LogRecord> = {}): LogRecord {
  const origin = { service: 'doorbell', instance: 'doorbell-blue-1-abc' };
  return { timeMs: noon, ...origin, level: 'info', message: 'rung', fields: {}, ...over };
}

export interface StoreBench {
  readonly clock: VirtualClock;
  readonly folder: string;
  readonly events: StoreEvent[];
  store: LogStore;
  /** Closes the store and opens it again. */
  reopen(over?: Partial<LogStoreOptions>): Promise<LogStore>;
  find(filter?: LogFilter, over?: Partial<LogSearch>): Promise<LogPage>;
  messages(filter?: LogFilter, over?: Partial<LogSearch>): Promise<string[]>;
}

export const unlimited = { maxMs: Infinity, monotonicMs: () => 0 };

export async function storeBench(over: Partial<LogStoreOptions> = {}): Promise<StoreBench> {
  const clock = virtualClock();
  const folder = join(await testFolder(), 'segments');
  const events: StoreEvent[] = [];
  const options = {
    ...{ folder, clock, retentionMs: 7 * 86_400_000, maxBytes: 1024 ** 3 },
    onEvent: (event: StoreEvent) => void events.push(event),
    ...over,
  };
  const bench: StoreBench = {
    ...{ clock, folder, events },
    store: await LogStore.open(options),
    async reopen(again = {}) {
      await bench.store.close();
      bench.store = await LogStore.open({ ...options, ...again });
      return bench.store;
    },
    async find(filter = {}, search = {}) {
      await bench.store.flush();
      const query = { filter, order: 'oldest', limit: 5_000, ...search } as const;
      return searchLogs(bench.store, query, unlimited, new AbortController().signal);
    },
    messages: async (filter, search) => (await bench.find(filter, search)).records.map(({ message }) => message),
  };
  onTestFinished(() => bench.store.close());
  return bench;
}

/** A disk that can be full: it then takes half of what it is given, and fails. */
export function fillableDisk() {
  const disk = {
    isFull: false,
    async open(path: string): Promise<AppendFile> {
      const file = await openAppendFile(path);
      return {
        ...file,
        async write(bytes) {
          if (!disk.isFull) return file.write(bytes);
          await file.write(bytes.subarray(0, bytes.length / 2));
          throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
        },
      };
    },
  };
  return disk;
}
