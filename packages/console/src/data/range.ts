import type { Search } from '../navigation/address.ts';

/** A stretch of time: the last so long, moving on; or from one moment to another. */
export type TimeRange = { readonly lastMs: number } | { readonly startMs: number; readonly endMs: number };

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** As they stand in the address. */
export const lasts = [
  { word: '5m', ms: 5 * minute, name: 'Last 5 minutes' },
  { word: '15m', ms: 15 * minute, name: 'Last 15 minutes' },
  { word: '1h', ms: hour, name: 'Last hour' },
  { word: '3h', ms: 3 * hour, name: 'Last 3 hours' },
  { word: '6h', ms: 6 * hour, name: 'Last 6 hours' },
  { word: '12h', ms: 12 * hour, name: 'Last 12 hours' },
  { word: '24h', ms: day, name: 'Last 24 hours' },
  { word: '2d', ms: 2 * day, name: 'Last 2 days' },
  { word: '7d', ms: 7 * day, name: 'Last 7 days' },
  { word: '14d', ms: 14 * day, name: 'Last 14 days' },
  { word: '30d', ms: 30 * day, name: 'Last 30 days' },
] as const;

/** From `?last=6h` or `?from=…&to=…` (milliseconds); what cannot be read is the default. */
export function rangeOf({ last, from, to }: Search, fallbackMs = hour): TimeRange {
  const [startMs, endMs] = [Number(from), Number(to)];
  if (from && to && startMs < endMs) return { startMs, endMs };
  return { lastMs: lasts.find(({ word }) => word === last)?.ms ?? fallbackMs };
}

/** The words of the address that say the same. */
export function searchOfRange(range: TimeRange): { last?: string; from?: string; to?: string } {
  if ('lastMs' in range) {
    const word = lasts.find(({ ms }) => ms === range.lastMs)?.word;
    return word === undefined ? {} : { last: word };
  }
  return { from: String(Math.round(range.startMs)), to: String(Math.round(range.endMs)) };
}

export interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

export function spanOf(range: TimeRange, nowMs: number): Span {
  return 'lastMs' in range ? { startMs: nowMs - range.lastMs, endMs: nowMs } : range;
}

const steps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200, 86_400];

/** Seconds between points, so that a chart has about `points` of them; a round number, so that charts agree. */
export function stepOf({ startMs, endMs }: Span, points = 250): number {
  const wanted = (endMs - startMs) / 1000 / points;
  return steps.find((step) => step >= wanted) ?? 86_400;
}

/** The span in whole steps of seconds: what is asked stays the same until a step has passed. */
export function alignedSpan({ startMs, endMs }: Span, stepSeconds: number): { start: number; end: number } {
  const whole = (ms: number) => Math.floor(ms / 1000 / stepSeconds) * stepSeconds;
  return { start: whole(startMs), end: whole(endMs) };
}
