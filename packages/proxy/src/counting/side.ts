import type { SideCounters, StatusClass } from '../control/contract.ts';

/** Upper bounds of the latency buckets; one more bucket counts everything above. */
export const LATENCY_BOUNDS_MS: readonly number[] = [
  1, 2, 3, 5, 7.5, 10, 15, 20, 30, 50, 75, 100, 150, 200, 300, 500, 750, 1000, 1500, 2000, 3000, 5000, 10_000, 30_000,
];

const REQUESTS = 0;
/** 1xx at FIRST_CLASS to 5xx at FIRST_CLASS + 4. */
const FIRST_CLASS = 1;
const CUT = 6;
const CLIENT_GONE = 7;
const RETRIED = 8;
const IN_FLIGHT = 9;
const LATENCY_SUM = 10;
const LATENCY_COUNT = 11;
const FIRST_BUCKET = 12;
export const SIDE_LENGTH = FIRST_BUCKET + LATENCY_BOUNDS_MS.length + 1;

/** The counters of one target, one slot or the whole, as plain numbers in one array: cheap to count, to send and to add up. */
export type Side = Float64Array;

export function newSide(): Side {
  return new Float64Array(SIDE_LENGTH);
}

function bump(side: Side, index: number, by: number): void {
  side[index] = (side[index] ?? 0) + by;
}

export function countAnswer(side: Side, status: number): void {
  bump(side, REQUESTS, 1);
  // A status beyond 599 is to be understood as a 5xx (RFC 9110 15).
  bump(side, FIRST_CLASS + Math.min(5, Math.floor(status / 100)) - 1, 1);
}

export function countLatency(side: Side, ms: number): void {
  bump(side, LATENCY_SUM, ms);
  bump(side, LATENCY_COUNT, 1);
  let bucket = 0;
  while (bucket < LATENCY_BOUNDS_MS.length && ms > (LATENCY_BOUNDS_MS[bucket] ?? 0)) bucket++;
  bump(side, FIRST_BUCKET + bucket, 1);
}

/** A request whose client left before any answer. */
export function countUnanswered(side: Side): void {
  bump(side, REQUESTS, 1);
  bump(side, CLIENT_GONE, 1);
}

/** A client that left while its answer, already counted, was on the way. */
export function countGone(side: Side): void {
  bump(side, CLIENT_GONE, 1);
}

export function countCut(side: Side): void {
  bump(side, CUT, 1);
}

export function countRetry(side: Side): void {
  bump(side, RETRIED, 1);
}

export function moveInFlight(side: Side, by: 1 | -1): void {
  bump(side, IN_FLIGHT, by);
}

export function inFlightOf(side: Side): number {
  return side[IN_FLIGHT] ?? 0;
}

/** What a dead worker held open is gone with it. */
export function forgetInFlight(side: Side): void {
  side[IN_FLIGHT] = 0;
}

export function addSide(into: Side, side: ArrayLike<number>): void {
  for (let i = 0; i < SIDE_LENGTH; i++) bump(into, i, side[i] ?? 0);
}

export function readSide(side: Side): SideCounters {
  const at = (index: number) => side[index] ?? 0;
  const ofClass = (digit: number) => at(FIRST_CLASS + digit - 1);
  const byClass: Record<StatusClass, number> = {
    '1xx': ofClass(1),
    '2xx': ofClass(2),
    '3xx': ofClass(3),
    '4xx': ofClass(4),
    '5xx': ofClass(5),
  };
  const latency = {
    bucketBoundsMs: LATENCY_BOUNDS_MS,
    counts: Array.from(side.subarray(FIRST_BUCKET)),
    sumMs: at(LATENCY_SUM),
    count: at(LATENCY_COUNT),
  };
  return {
    requests: at(REQUESTS),
    byClass,
    cut: at(CUT),
    clientGone: at(CLIENT_GONE),
    retried: at(RETRIED),
    latency,
    inFlight: at(IN_FLIGHT),
  };
}
