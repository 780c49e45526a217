import { expect, it } from 'vitest';
import { counted, emptySide } from '../traffic/testing.ts';
import type { Counters } from '../traffic/traffic.ts';
import { advanceTally, countedBy, startTally } from './tally.ts';

function counters(epoch: string, requests: number, errors = 0): Counters {
  const total = counted(emptySide(), requests, errors, 1);
  return { atMs: 0, epoch, total, bySlot: { blue: total, green: emptySide() } };
}

it('counts from where it began', () => {
  const tally = advanceTally(startTally(counters('a', 1_000, 7)), counters('a', 1_250, 9));
  expect(countedBy(tally)).toEqual({ total: 250, failed: 2, retried: 0 });
  expect(tally.isComplete).toBe(true);
});

it('carries over a restart of the proxy what was known, and says that some may be missing', () => {
  const begun = advanceTally(startTally(counters('a', 1_000)), counters('a', 1_100));
  const again = advanceTally(advanceTally(begun, counters('b', 20, 1)), counters('b', 50, 2));
  expect(countedBy(again)).toEqual({ total: 150, failed: 2, retried: 0 });
  expect(again.isComplete).toBe(false);
});
