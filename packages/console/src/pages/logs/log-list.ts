import type { LogLine, LogPage } from '@seaworthy/api';
import { ApiError } from '@seaworthy/api/caller';
import type { ConsoleClient } from '../../data/client.ts';
import type { Failure } from '../../data/failure.ts';
import { failureOf } from '../../data/failure.ts';
import { followLines } from './follow-lines.ts';
import type { LogFilter, LogTime } from './log-query.ts';
import { isLive } from './log-query.ts';
import type { ShownLine } from './shown-lines.ts';
import { mostLines, withNewest, withWaiting } from './shown-lines.ts';

/** One end of the list: whether there is more behind it. */
export interface ListEnd {
  readonly hasMore: boolean;
  readonly isReading: boolean;
  readonly failure: Failure | undefined;
  /** The search ended before it was through. */
  readonly isCut: boolean;
}

export type TailState = 'off' | 'live' | 'behind';

export interface LogListState {
  readonly phase: 'reading' | 'there' | 'failed';
  /** Why there is nothing. */
  readonly failure: Failure | undefined;
  /** The newest first; around a moment, the oldest first. */
  readonly lines: readonly ShownLine[];
  readonly start: ListEnd;
  readonly end: ListEnd;
  readonly tail: TailState;
  /** When the tail was last known to be true. */
  readonly lastSeenMs: number | null;
  /** Came while the list was held. */
  readonly waiting: number;
  /** Could not be kept while it was held. */
  readonly unkept: number;
  /** Older lines were let go of. */
  readonly isFull: boolean;
  /** Blocks of the store that could not be read. */
  readonly damaged: number;
}

/** The lines of one query: what was found, what comes, and more at the ends. */
export interface LogList {
  read(): LogListState;
  subscribe(onChange: () => void): () => void;
  /** Reads, and follows what comes, until `signal` aborts. */
  run(signal: AbortSignal): Promise<void>;
  /** New lines wait until it is let go. */
  hold(isHeld: boolean): void;
  more(end: 'start' | 'end'): void;
  /** Tries at once, when it waits to try again. */
  retry(): void;
}

export interface LogListOptions {
  readonly client: Pick<ConsoleClient, 'call' | 'stream'>;
  readonly filter: LogFilter;
  readonly time: LogTime;
  now(): number;
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

const pageSize = 500;
const noMore: ListEnd = { hasMore: false, isReading: false, failure: undefined, isCut: false };

export const nothingRead: LogListState = {
  ...{ phase: 'reading', failure: undefined, lines: [], start: noMore, end: noMore, tail: 'off', lastSeenMs: null },
  ...{ waiting: 0, unkept: 0, isFull: false, damaged: 0 },
};

interface Stretch {
  readonly order: 'newest' | 'oldest';
  readonly since?: string;
  readonly until?: string;
}

export function createLogList({ client, filter, time, now, wait }: LogListOptions): LogList {
  const listeners = new Set<() => void>();
  const stretches = stretchesOf(time, now());
  const cursors: { start?: string | null; end?: string | null } = {};
  const gone = new AbortController();
  let state = nothingRead;
  let waiting: readonly ShownLine[] = [];
  let isHeld = false;
  let nextKey = 0;
  let hurry = new AbortController();

  const become = (patch: Partial<LogListState>) => {
    state = { ...state, ...patch };
    for (const listener of listeners) listener();
  };
  const keyed = (items: readonly LogLine[]) => items.map((line) => ({ ...line, key: nextKey++ }));
  const readPage = (stretch: Stretch, signal: AbortSignal, cursor?: string) =>
    client.call(
      'logs',
      { query: { ...filter, ...stretch, limit: pageSize, ...(cursor !== undefined && { cursor }) } },
      { signal },
    );

  /** Puts a page at an end of the list. */
  const take = (at: 'start' | 'end', page: LogPage) => {
    cursors[at] = page.nextCursor;
    const items = keyed(page.items);
    const lines = at === 'end' ? [...state.lines, ...items] : [...items.toReversed(), ...state.lines];
    const isFull = state.isFull || lines.length >= mostLines;
    const end = { ...noMore, hasMore: page.nextCursor !== null && !isFull, isCut: page.cut !== null };
    become({ lines, isFull, [at]: end, damaged: state.damaged + page.scanned.damagedBlocks });
  };

  const readFirst = async (signal: AbortSignal): Promise<string> => {
    const [atEnd, atStart] = await Promise.all([
      readPage(stretches.end, signal),
      stretches.start && readPage(stretches.start, signal),
    ]);
    become({ ...nothingRead, phase: 'there' });
    take('end', atEnd);
    if (atStart) take('start', atStart);
    return atEnd.followFrom;
  };

  /** Undefined: it was given up. */
  const arrive = async (signal: AbortSignal): Promise<string | undefined> => {
    while (!signal.aborted) {
      try {
        return await readFirst(signal);
      } catch (error) {
        if (signal.aborted) return undefined;
        become({ phase: 'failed', failure: failureOf(error) });
        hurry = new AbortController();
        const delayMs = error instanceof ApiError ? Number.POSITIVE_INFINITY : 3000;
        await pause(delayMs, AbortSignal.any([signal, hurry.signal]), wait);
        become({ phase: 'reading', failure: undefined });
      }
    }
    return undefined;
  };

  const onLines = (came: readonly LogLine[]) => {
    const lines = keyed(came);
    if (isHeld) {
      const held = withWaiting(waiting, lines);
      waiting = held.waiting;
      return become({ waiting: waiting.length, unkept: state.unkept + held.dropped, lastSeenMs: now() });
    }
    show(lines);
  };
  const show = (came: readonly ShownLine[]) => {
    const isFull = state.isFull || state.lines.length + came.length > mostLines;
    const end = isFull ? { ...state.end, hasMore: false } : state.end;
    become({ lines: withNewest(state.lines, came), isFull, end, waiting: 0, unkept: 0, lastSeenMs: now() });
  };

  const readMore = async (at: 'start' | 'end') => {
    const [stretch, cursor] = [stretches[at], cursors[at]];
    if (!stretch || !cursor || !state[at].hasMore || state[at].isReading) return;
    become({ [at]: { ...state[at], isReading: true, failure: undefined } });
    try {
      take(at, await readPage(stretch, gone.signal, cursor));
    } catch (error) {
      if (!gone.signal.aborted) become({ [at]: { ...state[at], isReading: false, failure: failureOf(error) } });
    }
  };

  return {
    read: () => state,
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    hold(wanted) {
      isHeld = wanted;
      if (isHeld || waiting.length === 0) return;
      const came = waiting;
      waiting = [];
      show(came);
    },
    more: (at) => void readMore(at),
    retry: () => hurry.abort(),
    async run(signal) {
      signal.addEventListener('abort', () => gone.abort(), { once: true });
      const followFrom = await arrive(signal);
      if (followFrom === undefined || !isLive(time)) return;
      become({ tail: 'live', lastSeenMs: now() });
      await followLines({
        ...{ client, filter, followFrom, onLines, signal },
        pause: (ms, stop) => pause(ms, stop, wait),
        untilHurried: () => {
          hurry = new AbortController();
          return hurry.signal;
        },
        onState: (tail) => become({ tail, ...(tail === 'live' && { lastSeenMs: now() }) }),
      });
    },
  };
}

function stretchesOf(time: LogTime, nowMs: number): { end: Stretch; start?: Stretch } {
  const text = (ms: number) => new Date(ms).toISOString();
  if ('lastMs' in time) return { end: { order: 'newest', since: text(nowMs - time.lastMs) } };
  if ('startMs' in time) return { end: { order: 'newest', since: text(time.startMs), until: text(time.endMs) } };
  const { aroundMs } = time;
  return { start: { order: 'newest', until: text(aroundMs) }, end: { order: 'oldest', since: text(aroundMs) } };
}

function pause(ms: number, signal: AbortSignal, wait: LogListOptions['wait']): Promise<void> {
  if (Number.isFinite(ms)) return wait(ms, signal);
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
