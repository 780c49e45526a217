import type { LogLine } from '@seaworthy/api';
import type { ConsoleClient } from '../../data/client.ts';
import { isSignedOut } from '../../data/failure.ts';
import type { LogFilter } from './log-query.ts';

export interface FollowOptions {
  readonly client: Pick<ConsoleClient, 'stream'>;
  readonly filter: LogFilter;
  /** What was stored after this place comes. */
  readonly followFrom: string;
  /** In the order of storing, some at a time. */
  readonly onLines: (lines: readonly LogLine[]) => void;
  readonly onState: (state: 'live' | 'behind') => void;
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Aborts when somebody does not want to wait for the next try. */
  readonly untilHurried: () => AbortSignal;
  readonly signal: AbortSignal;
}

const togetherMs = 200;
const settledMs = 1000;
const firstDelayMs = 500;
const longestDelayMs = 8000;

/** Lines as they are stored; after a break it goes on where it stood: none twice, none left out. */
export async function followLines(options: FollowOptions): Promise<void> {
  const { client, filter, onLines, onState, pause, untilHurried, signal } = options;
  const batch = createBatch(onLines, (ms) => pause(ms, signal));
  let lastEventId = options.followFrom;
  let delayMs = firstDelayMs;

  const followOnce = async () => {
    const attempt = new AbortController();
    const ended = AbortSignal.any([attempt.signal, signal]);
    // A quiet stream tells nothing: it stands when it did not break at once.
    void pause(settledMs, ended).then(() => {
      if (ended.aborted) return;
      onState('live');
      delayMs = firstDelayMs;
    });
    try {
      for await (const { id, data } of client.stream('followLogs', { query: filter }, { signal, lastEventId })) {
        if (id !== '') lastEventId = id;
        batch.add(data);
      }
    } finally {
      attempt.abort();
    }
  };

  while (!signal.aborted) {
    const error = await followOnce().then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    if (signal.aborted || isSignedOut(error)) return;
    onState('behind');
    await pause(delayMs, AbortSignal.any([signal, untilHurried()]));
    delayMs = Math.min(delayMs * 2, longestDelayMs);
  }
}

/** A page that is drawn anew for every line does nothing else. */
function createBatch(onLines: FollowOptions['onLines'], sleep: (ms: number) => Promise<void>) {
  let lines: LogLine[] = [];
  const flush = () => {
    const all = lines;
    lines = [];
    onLines(all);
  };
  return {
    add(line: LogLine) {
      lines.push(line);
      if (lines.length === 1) void sleep(togetherMs).then(flush);
    },
  };
}
