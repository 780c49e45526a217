import type { Clock } from '../clock/clock.ts';
import { backgroundClock } from '../clock/clock.ts';
import type { Fields } from './fields.ts';
import type { Level } from './level.ts';

/** Which lines of a hot place are written: of each message the first few of every interval, then one of many. */
export interface SamplingOptions {
  /** Default 10. */
  readonly first?: number;
  /** After those, one of so many. Default 100; 0 writes none. */
  readonly thenOneOf?: number;
  /** Default 1 s. */
  readonly intervalMs?: number;
  /** Lines of other levels are all written. Default trace, debug, info. */
  readonly levels?: readonly Level[];
  readonly clock?: Clock;
}

export interface LineSampler {
  /** Whether this line is written. `tell` writes at the end of the interval how many were not. */
  lets(level: Level, message: string, tell: (fields: Fields) => void): boolean;
  /** Tells now what was left out so far. */
  tell(): void;
}

interface Seen {
  count: number;
  leftOut: number;
  readonly tell: (fields: Fields) => void;
}

const mostMessages = 1000;

export function createLineSampler(options: SamplingOptions): LineSampler {
  const { first = 10, thenOneOf = 100, intervalMs = 1000, clock = backgroundClock } = options;
  const sampledLevels = new Set<Level>(options.levels ?? ['trace', 'debug', 'info']);
  const interval = new Map<string, Seen>();
  let isWaiting = false;

  function tellAll(): void {
    const told = [...interval.values()].filter(({ leftOut }) => leftOut > 0);
    interval.clear();
    for (const { tell, leftOut } of told) tell({ leftOut, intervalMs });
  }

  async function endLater(): Promise<void> {
    isWaiting = true;
    await clock.sleep(intervalMs);
    isWaiting = false;
    tellAll();
  }

  return {
    tell: tellAll,
    lets(level, message, tell) {
      if (!sampledLevels.has(level)) return true;
      const key = `${level}\n${message}`;
      const seen = interval.get(key) ?? { count: 0, leftOut: 0, tell };
      if (seen.count === 0) {
        // More different messages than this are no hot place: they are all written.
        if (interval.size >= mostMessages) return true;
        interval.set(key, seen);
      }
      if (!isWaiting) void endLater();
      seen.count += 1;
      const isLet = seen.count <= first || (thenOneOf > 0 && (seen.count - first) % thenOneOf === 0);
      if (!isLet) seen.leftOut += 1;
      return isLet;
    },
  };
}
