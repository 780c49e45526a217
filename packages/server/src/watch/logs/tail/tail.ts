import { breathe } from '../breathe.ts';
import type { LogRecord } from '../log-record.ts';
import type { LogFilter, Matcher } from '../search/filter.ts';
import { compileFilter, passesLevel } from '../search/filter.ts';
import { readAhead } from '../search/read-ahead.ts';
import { scanBlock } from '../search/scan-block.ts';
import { levelIndex } from '../store/encode.ts';
import type { LogStore, StoredRecord } from '../store/log-store.ts';

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
    const place = afterId === undefined ? undefined : parseId(afterId);
    if (place !== undefined) yield* missed(store, matcher, place, endOf(store), signal);
    while (!signal.aborted) {
      if (reader.lost > 0) yield { kind: 'lost', lines: reader.takeLost() };
      const next = reader.next();
      if (next === undefined) await reader.wait();
      else yield { kind: 'record', id: idBehind(next), record: next.record };
    }
  } finally {
    store.watchers--;
    end();
    signal.removeEventListener('abort', wake);
  }
}

/** The place behind everything that is stored now; a tail that begins there misses nothing. */
export function endId(store: LogStore): string {
  return idBehind({ ...endOf(store), bytes: 0 });
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

type StoragePlace = Pick<StoredRecord, 'segment' | 'offset'>;

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
    return isBehind && isBefore({ segment: segment.id, offset: block.offset }, to);
  });
  const bytes = between.reduce((sum, { block }) => sum + block.bytes, 0);
  if (bytes > mostCaughtUpBytes) {
    yield { kind: 'lost', lines: between.reduce((sum, { block }) => sum + block.records, 0) };
    return;
  }
  const wants = (place: StoragePlace) => !isBefore(place, from) && isBefore(place, to);
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
      for (const found of slice) yield { kind: 'record', id: idBehind(found), record: found.record };
      await breathe();
    }
  }
}

function isBefore(a: StoragePlace, b: StoragePlace): boolean {
  return a.segment < b.segment || (a.segment === b.segment && a.offset < b.offset);
}

function endOf({ segments }: LogStore): StoragePlace {
  const last = segments.at(-1);
  return { segment: last?.id ?? 0, offset: last?.summary.bytes ?? 0 };
}

/** Undefined for the id of another kind of stream: the tail then begins now. */
function parseId(text: string): StoragePlace | undefined {
  const [, segment, offset] = /^(\d{1,15})\.(\d{1,15})$/.exec(text) ?? [];
  return segment === undefined ? undefined : { segment: Number(segment), offset: Number(offset) };
}

/** The place behind a record, where the next one lies. */
function idBehind({ segment, offset, bytes }: StoragePlace & { readonly bytes: number }): string {
  return `${segment}.${offset + bytes}`;
}
