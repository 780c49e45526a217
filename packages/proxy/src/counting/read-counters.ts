import type { Counters } from '../control/contract.ts';
import { SLOTS } from '../control/contract.ts';
import { addSide, newSide, readSide } from './side.ts';
import type { Tally } from './tally.ts';

/** The counters as the admin API tells them. */
export function readCounters(tally: Tally, atMs: number, epoch: string): Counters {
  const total = newSide();
  for (const side of [tally.own, ...SLOTS.map((slot) => tally.slots[slot])]) addSide(total, side);
  const { requests } = readSide(tally.own);
  return {
    atMs,
    epoch,
    total: readSide(total),
    bySlot: { blue: readSide(tally.slots.blue), green: readSide(tally.slots.green) },
    byTarget: Object.fromEntries([...tally.targets].map(([id, side]) => [id, readSide(side)])),
    unrouted: { requests, shed: tally.shed, refused: tally.refused },
  };
}
