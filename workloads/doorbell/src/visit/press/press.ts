import type { Context } from '@seaworthy/kit';

/** Where a press came from: a camera of the house, or a client that sent its own picture. */
export interface PressSource {
  readonly kind: 'camera' | 'http';
  readonly name: string;
}

/** Somebody pressed the bell. */
export interface Press {
  readonly eventId: string;
  readonly source: PressSource;
  readonly occurredAtMs: number;
  readonly startedMonotonicMs: number;
  readonly traceId: string;
  /** The context of the request that rang: every stage works in it, so that the whole visit is one trace. */
  readonly context: Context;
  /** The picture that came with the press; without it the named camera takes some. */
  readonly picture: Uint8Array | undefined;
}

export type TimeOfDay = 'morning' | 'afternoon' | 'evening' | 'night';

/** Morning from 6, afternoon from 12, evening from 18, night from 22, by the clock on the wall of the house. */
export function timeOfDay(hour: number): TimeOfDay {
  if (hour >= 6 && hour < 12) return 'morning';
  if (hour >= 12 && hour < 18) return 'afternoon';
  if (hour >= 18 && hour < 22) return 'evening';
  return 'night';
}
