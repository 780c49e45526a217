import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { testDatabase } from '../db/testing.ts';
import { createIds } from '../platform/ids.ts';
import type { VirtualClock } from '../platform/testing.ts';
import { testFolder, virtualClock } from '../platform/testing.ts';
import { DAY_MS, dayOf } from './day-pieces.ts';
import type { Availability } from './ledger.ts';
import { startRecorder } from './recorder.ts';
import { RENDER_EVERY_MS } from './rendering.ts';
import type { AvailabilityStore } from './store.ts';
import { createAvailabilityStore } from './store.ts';

const HOUR = 3_600_000;

async function bench(clock: VirtualClock = virtualClock(), path?: string) {
  const db = await testDatabase(path);
  const inner = createAvailabilityStore(db);
  let [state, writes, isBroken]: [Availability, number, boolean] = ['up', 0, false];
  const errors: unknown[] = [];
  const store: AvailabilityStore = {
    ...inner,
    async write(changes) {
      writes += 1;
      if (isBroken) throw new Error('disk full');
      await inner.write(changes);
    },
  };
  const newId = createIds(clock);
  const recorder = await startRecorder({
    recorded: [{ key: 'service', look: () => (state === 'down' && isBroken ? Promise.reject(new Error('x')) : state) }],
    ...{ store, clock, keepDays: 400, newId: () => newId('out') },
    report: (error) => void errors.push(error),
  });
  onTestFinished(() => recorder.stop());
  await clock.advance(0);
  const [today, ledger] = [dayOf(clock.now()), recorder.ledger('service')];
  return {
    ...{ clock, db, store, recorder, ledger, errors },
    become: (next: Availability) => {
      state = next;
    },
    breakDisk: (broken: boolean) => {
      isBroken = broken;
    },
    writes: () => writes,
    stored: async () => (await inner.read('service', 0)).days.get(today),
  };
}

describe('the recorder', () => {
  it('stores soon after the start, then once a minute', async () => {
    const { clock, writes, stored } = await bench();
    await clock.advance(10_000);
    expect(await stored()).toEqual({ upMs: 10_000, downMs: 0 });
    await clock.advance(10 * 60_000);
    expect(writes()).toBe(11);
    expect(await stored()).toEqual({ upMs: 610_000, downMs: 0 });
  });

  it('leaves the time in which the control plane was away unknown: neither up nor down', async () => {
    const [clock, path] = [virtualClock(), join(await testFolder(), 'db')];
    const first = await bench(clock, path);
    await clock.advance(HOUR);
    await first.recorder.stop();
    await clock.advance(2 * HOUR);
    const second = await bench(clock, path);
    await clock.advance(HOUR);
    await second.recorder.stop();
    expect(await second.stored()).toEqual({ upMs: 2 * HOUR, downMs: 0 });
  });

  it('loses a minute at most to a crash, and goes on with the outage that it had seen', async () => {
    const [clock, path] = [virtualClock(), join(await testFolder(), 'db')];
    const first = await bench(clock, path);
    first.become('down');
    await clock.advance(150_000);
    const { days, outages } = await first.store.read('service', 0);
    expect([...days.values()]).toEqual([{ upMs: 5_000, downMs: 125_000 }]);
    const second = await bench(clock, path);
    expect(outages).toMatchObject([{ endedAtMs: undefined, downMs: 125_000 }]);
    expect(second.ledger?.outages).toEqual([{ ...outages[0], endedAtMs: clock.now() }]);
  });

  it('tries again what it could not store, and takes what it cannot ask for unknown', async () => {
    const { clock, ledger, errors, stored, become, breakDisk } = await bench();
    breakDisk(true);
    await clock.advance(120_000);
    expect([errors.length, await stored()]).toEqual([2, undefined]);
    become('down');
    await clock.advance(60_000);
    expect(ledger?.state).toBe('unknown');
    breakDisk(false);
    await clock.advance(70_000);
    expect(await stored()).toEqual({ upMs: 125_000, downMs: 70_000 - 5_000 });
  });

  it('knows of a failure in time for the page to tell of it within the ten seconds of the guide', async () => {
    const { clock, ledger, become } = await bench();
    await clock.advance(1);
    become('down');
    await clock.advance(10_000 - RENDER_EVERY_MS);
    expect(ledger?.state).toBe('down');
  });

  it('says when it last looked, and no more once that is long ago', async () => {
    const { clock, recorder } = await bench();
    await clock.advance(7_000);
    expect(recorder.lookedAtMs()).toBe(clock.now() - 2_000);
    await recorder.stop();
    await clock.advance(20_000);
    expect(recorder.lookedAtMs()).toBeUndefined();
  });

  it('forgets what is older than it keeps', async () => {
    const { clock, db, store } = await bench();
    const old = dayOf(clock.now()) - 401;
    await store.write(new Map([['service', { days: new Map([[old, { upMs: 1, downMs: 0 }]]), outages: [] }]]));
    await clock.advance(60_000);
    expect(await db.selectFrom('availability_days').select('day').execute()).toEqual([{ day: old + 401 }]);
    expect((old + 401) * DAY_MS).toBeLessThan(clock.now());
  });
});
