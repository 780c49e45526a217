import { breathe } from '../breathe.ts';
import type { LogRecord } from '../log-record.ts';
import type { LogFilter, Matcher } from '../search/filter.ts';
import { compileFilter, passesLevel } from '../search/filter.ts';
import { readAhead } from '../search/read-ahead.ts';
import { scanBlock } from '../search/scan-block.ts';
import { levelIndex } from '../store/encode.ts';
import type { LogStore, StoredRecord } from '../store/log-store.ts';
import type { StoragePlace } from '../store/storage-place.ts';
import { endOf, formatPlace, isStoredBefore, parsePlace } from '../store/storage-place.ts';

export interface TailOptions {
  readonly filter: LogFilter;
  /** The `id` that came last: what was stored after it comes first. */
  readonly afterId?: string | undefined;
  readonly signal: AbortSignal;
}

export type Tailed =
  | { readonly kind: 'record'; readonly id: string; readonly record: LogRecord }
  /** So many that may have matched could not be kept for this reader. */
  | { readonly kind: 'lost'; readonly lines: number };

/** Wait for one reader at most. */
const mostWaiting = { records: 2_000, bytes: 4 * 1024 * 1024 };
/** A reader who was away longer is told that the rest is to be searched. */
const mostCaughtUpBytes = 64 * 1024 * 1024;

/** Records as they are stored, in that order, until `signal` aborts. A slow reader loses some, and is told how many. */
export async function* tailLogs(store: LogStore, { filter, afterId, signal }: TailOptions): AsyncGenerator<Tailed> {
  const matcher = compileFilter(filter);
  await store.flush();
  const reader = new Reader(matcher);
  const end = store.onRecords((stored) => reader.take(stored));
  const wake = () => reader.wake();
  signal.addEventListener('abort', wake, { once: true });
  store.watchers++;
  try {
    const place = afterId === undefined ? undefined : parsePlace(afterId);
    if (place !== undefined) yield* missed(store, matcher, place, endOf(store), signal);
    while (!signal.aborted) {
      if (reader.lost > 0) yield { kind: 'lost', lines: reader.takeLost() };
      const next = reader.next();
      if (next === undefined) await reader.wait();
      else yield tailed(next);
    }
  } finally {
    store.watchers--;
    end();
    signal.removeEventListener('abort', wake);
  }
}

/** What waits for one reader. */
class Reader {
  lost = 0;
  #waiting: StoredRecord[] = [];
  #bytes = 0;
  #wake: () => void = () => {};

  constructor(private readonly matcher: Matcher) {}

  take(stored: readonly StoredRecord[]): void {
    const { matcher } = this;
    for (const each of stored) {
      if (passesLevel(matcher, levelIndex(each.record.level)) && matcher.matches(each.record)) this.#push(each);
    }
    this.wake();
  }

  next(): StoredRecord | undefined {
    const next = this.#waiting.shift();
    this.#bytes -= next?.bytes ?? 0;
    return next;
  }

  takeLost(): number {
    const { lost } = this;
    this.lost = 0;
    return lost;
  }

  /** Resolves with the next record, or `wake`. */
  wait(): Promise<void> {
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }

  wake(): void {
    this.#wake();
  }

  #push(each: StoredRecord): void {
    if (this.#waiting.length >= mostWaiting.records || this.#bytes >= mostWaiting.bytes) {
      this.lost++;
      return;
    }
    this.#waiting.push(each);
    this.#bytes += each.bytes;
  }
}

/** What was stored behind `from` and before `to`, in the order of storing. */
async function* missed(
  store: LogStore,
  matcher: Matcher,
  from: StoragePlace,
  to: StoragePlace,
  signal: AbortSignal,
): AsyncGenerator<Tailed> {
  const blocks = store.segments.flatMap((segment) => segment.summary.blocks.map((block) => ({ segment, block })));
  const between = blocks.filter(({ segment, block }) => {
    const isBehind =
      segment.id > from.segment || (segment.id === from.segment && block.offset + block.bytes > from.offset);
    return isBehind && isStoredBefore({ segment: segment.id, offset: block.offset }, to);
  });
  const bytes = between.reduce((sum, { block }) => sum + block.bytes, 0);
  if (bytes > mostCaughtUpBytes) {
    yield { kind: 'lost', lines: between.reduce((sum, { block }) => sum + block.records, 0) };
    return;
  }
  const wants = (place: StoragePlace) => !isStoredBefore(place, from) && isStoredBefore(place, to);
  for await (const { place, lines } of readAhead(between, signal)) {
    if (lines === undefined) continue;
    const scan = {
      lines,
      segment: place.segment.id,
      offset: place.block.offset,
      matcher,
      order: 'oldest',
      wants,
    } as const;
    for (const slice of scanBlock(scan)) {
      for (const found of slice) yield tailed(found);
      await breathe();
    }
  }
}

function tailed({ segment, offset, bytes, record }: StoredRecord): Tailed {
  return { kind: 'record', id: formatPlace({ segment, offset: offset + bytes }), record };
}
