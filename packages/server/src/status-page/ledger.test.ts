import { describe, expect, it } from 'vitest';
import { DAY_MS } from './day-pieces.ts';
import type { Availability, LedgerEntries } from './ledger.ts';
import { Ledger } from './ledger.ts';

const midnight = Date.UTC(2030, 0, 1);
const firstDay = midnight / DAY_MS;
const LOOK_MS = 5_000;
const empty: LedgerEntries = { days: new Map(), outages: [] };

function bench(stored = empty, startMs = midnight) {
  let [ids, nowMs] = [0, startMs];
  const ledger = new Ledger(stored, () => {
    ids += 1;
    return `out_${ids}`;
  });
  let isFirst = true;
  return {
    ledger,
    now: () => nowMs,
    /** The first look finds it so at once; then one follows the other. */
    see(state: Availability, ms: number) {
      if (isFirst) ledger.note({ state, nowMs, sinceLastMs: Number.POSITIVE_INFINITY });
      isFirst = false;
      for (const endMs = nowMs + ms; nowMs < endMs; ) {
        nowMs += LOOK_MS;
        ledger.note({ state, nowMs, sinceLastMs: LOOK_MS });
      }
    },
    /** Nobody looks. */
    pass(ms: number) {
      nowMs += ms;
      ledger.note({ state: ledger.state, nowMs, sinceLastMs: ms });
    },
    jump(ms: number) {
      nowMs += ms;
    },
  };
}

const seenOf = ({ days }: LedgerEntries) => [...days].map(([day, seen]) => [day - firstDay, seen.upMs, seen.downMs]);

describe('the ledger', () => {
  it('counts each day of ninety for itself, with outages from their first sight to the first sight of up', () => {
    const { ledger, see } = bench();
    see('up', 10 * DAY_MS + 3_600_000);
    see('down', 600_000);
    see('up', 79 * DAY_MS + 23 * 3_600_000 - 600_000);
    expect(ledger.days.size).toBe(90);
    // What was found lasts until the next look: down is seen one look late, and up too.
    expect(ledger.days.get(firstDay + 10)).toEqual({ upMs: DAY_MS - 600_000, downMs: 600_000 });
    expect([...ledger.days.values()].filter(({ upMs }) => upMs === DAY_MS)).toHaveLength(89);
    const beganAtMs = midnight + 10 * DAY_MS + 3_600_000 + LOOK_MS;
    expect(ledger.outages).toEqual([{ id: 'out_1', beganAtMs, endedAtMs: beganAtMs + 600_000, downMs: 600_000 }]);
  });

  it('divides an outage over midnight', () => {
    const { ledger, see } = bench(empty, midnight + DAY_MS - 60_000);
    see('down', 180_000);
    expect(seenOf(ledger)).toEqual([
      [0, 0, 60_000],
      [1, 0, 120_000],
    ]);
  });

  it('counts neither up nor down while nobody looked, nor while nothing was known', () => {
    const { ledger, see, pass } = bench();
    see('up', 60_000);
    pass(3_600_000);
    see('up', 60_000);
    see('unknown', 60_000);
    see('up', 60_000);
    // The look that finds unknown ends what was up; the one that finds up begins it.
    expect(seenOf(ledger)).toEqual([[0, 180_000, 0]]);
    expect(ledger.outages).toEqual([]);
  });

  it('goes on after a restart, whose time is unknown; an outage that began before it is the same one', () => {
    const before = bench();
    before.see('up', 60_000);
    before.see('down', 60_000);
    const after = bench(before.ledger.takeChanges(), before.now() + 3_600_000);
    after.see('down', 60_000);
    after.see('up', 60_000);
    expect(seenOf(after.ledger)).toEqual([[0, 60_000 + 55_000 + LOOK_MS, 60_000 - LOOK_MS + 60_000 + LOOK_MS]]);
    expect(after.ledger.outages).toEqual([
      {
        id: 'out_1',
        beganAtMs: midnight + 60_000 + LOOK_MS,
        endedAtMs: midnight + 120_000 + 3_600_000 + 60_000 + LOOK_MS,
        downMs: 120_000,
      },
    ]);
  });

  it('hands each change out once, and again when it could not be stored', () => {
    const { ledger, see } = bench();
    see('down', 60_000);
    const taken = ledger.takeChanges();
    expect([taken.days.size, taken.outages.length]).toEqual([1, 1]);
    expect(ledger.takeChanges()).toEqual(empty);
    ledger.giveBack(taken);
    see('up', LOOK_MS);
    expect(ledger.takeChanges()).toMatchObject({ outages: [{ id: 'out_1', endedAtMs: midnight + 65_000 }] });
  });

  it('counts no time twice when the clock is put back a little, and no day longer than it is', () => {
    const { ledger, see, jump } = bench(empty, midnight + 3_600_000);
    see('up', 3_600_000);
    jump(-600_000);
    see('up', 1_200_000);
    expect(seenOf(ledger)).toEqual([[0, 3_600_000 + 600_000, 0]]);
    jump(-7_200_000);
    see('up', 20 * 3_600_000);
    expect(Math.max(...[...ledger.days.values()].map(({ upMs }) => upMs))).toBeLessThanOrEqual(DAY_MS);
  });

  it('forgets days and outages that are long over, and no outage that goes on', () => {
    const { ledger, see } = bench();
    see('down', 60_000);
    see('up', 2 * DAY_MS);
    see('down', 60_000);
    ledger.forgetBefore(firstDay + 2);
    expect([...ledger.days.keys()]).toEqual([firstDay + 2]);
    expect(ledger.outages.map(({ id }) => id)).toEqual(['out_2']);
  });
});
