import { LogQueryError } from './log-query-error.ts';

export type Order = 'newest' | 'oldest';

/** Where a record stands among all: by its time, then by where it is stored. */
export interface Place {
  readonly timeMs: number;
  readonly segment: number;
  readonly offset: number;
}

/** Negative when `a` comes before `b`. */
export function comparePlaces(order: Order): (a: Place, b: Place) => number {
  const sign = order === 'oldest' ? 1 : -1;
  return (a, b) => sign * (a.timeMs - b.timeMs || a.segment - b.segment || a.offset - b.offset);
}

export function formatCursor(order: Order, { timeMs, segment, offset }: Place): string {
  return `${order}.${timeMs}.${segment}.${offset}`;
}

/** A page goes on in the order in which it began. */
export function parseCursor(order: Order, text: string): Place {
  const [, written, ...numbers] = /^(newest|oldest)\.(\d{1,15})\.(\d{1,15})\.(\d{1,15})$/.exec(text) ?? [];
  const [timeMs, segment, offset] = numbers.map(Number);
  if (written !== order || timeMs === undefined || segment === undefined || offset === undefined) {
    throw new LogQueryError('cursor', 'is not known', 'Take nextCursor of an earlier page, with the same order.');
  }
  return { timeMs, segment, offset };
}

/** The place before all records of a time, in the given order. */
export function beforeTime(order: Order, timeMs: number): Place {
  return order === 'oldest' ? { timeMs, segment: 0, offset: 0 } : { timeMs: timeMs + 1, segment: 0, offset: 0 };
}
