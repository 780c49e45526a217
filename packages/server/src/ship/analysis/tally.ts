import type { RequestCounts } from '@seaworthy/api';
import type { Counters, SideCounters } from '../traffic/traffic.ts';
import { failures } from '../traffic/traffic.ts';

/**
 * Requests that clients sent while a deployment ran. A restart of the data plane begins a new epoch of its counters at
 * 0: what was known of the old one is carried over, and what it counted after the last look is lost, which is said.
 */
export interface Tally {
  readonly epoch: string;
  /** What the epoch's counters stood at when this tally began to use them. */
  readonly base: RequestCounts;
  readonly last: RequestCounts;
  readonly carried: RequestCounts;
  readonly isComplete: boolean;
}

const none: RequestCounts = { total: 0, failed: 0, retried: 0 };

export function startTally(counters: Counters): Tally {
  const at = countsOf(counters.total);
  return { epoch: counters.epoch, base: at, last: at, carried: none, isComplete: true };
}

export function advanceTally(tally: Tally, counters: Counters): Tally {
  const last = countsOf(counters.total);
  if (counters.epoch === tally.epoch) return { ...tally, last };
  return { epoch: counters.epoch, base: none, last, carried: countedBy(tally), isComplete: false };
}

export function countedBy(tally: Tally): RequestCounts {
  return plus(tally.carried, minusCounts(tally.last, tally.base));
}

function countsOf(side: SideCounters): RequestCounts {
  return { total: side.requests, failed: failures(side), retried: side.retried };
}

function plus(a: RequestCounts, b: RequestCounts): RequestCounts {
  return { total: a.total + b.total, failed: a.failed + b.failed, retried: a.retried + b.retried };
}

export function minusCounts(a: RequestCounts, b: RequestCounts): RequestCounts {
  return { total: a.total - b.total, failed: a.failed - b.failed, retried: a.retried - b.retried };
}
