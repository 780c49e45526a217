import type { Slot } from '@seaworthy/api';
import { describe, expect, it } from 'vitest';
import type { Probe, Target, Traffic } from './traffic.ts';
import { onlyTo, shareOf } from './traffic.ts';

export interface TrafficUnderTest {
  readonly traffic: Traffic;
  /** Starts something that answers every request with its name and passes its probes until it is told not to. */
  target(name: string): Promise<TargetUnderTest>;
  /** Sends one request through the front door; resolves to the name of the target that answered, or undefined. */
  ask(): Promise<string | undefined>;
  /** Ends the data plane without warning and brings it back. */
  restart(): Promise<void>;
}

export interface TargetUnderTest {
  readonly target: Target;
  /** From now on its probes fail. */
  sicken(): Promise<void>;
}

const probe: Probe = { path: '/health', intervalMs: 50, timeoutMs: 1_000, rise: 1, fall: 2 };
const patience = { timeout: 5_000 };

/** What every Traffic promises; the doc comments of the port, as tests. */
export function trafficConformance(name: string, connect: () => Promise<TrafficUnderTest>): void {
  describe(`the traffic of ${name}`, () => {
    async function serving() {
      const plane = await connect();
      const place = async (slot: Slot, target: Target) => {
        await plane.traffic.setTargets(slot, [target], probe);
        expect(await plane.traffic.awaitReady(slot, 5_000)).toMatchObject({ ready: true });
      };
      const [old, next] = [await plane.target('old'), await plane.target('next')];
      await place('blue', old.target);
      await plane.traffic.setSplit(onlyTo('blue'));
      return { ...plane, old, next, place };
    }

    it('goes nowhere at first', async () => {
      const { traffic, ask } = await connect();
      const { split } = await traffic.state();
      expect([shareOf(split, 'blue'), shareOf(split, 'green')]).toEqual([0, 0]);
      expect(await ask()).toBeUndefined();
    });

    it('follows the split from its acknowledgement on, whole', async () => {
      const { traffic, ask, next, place } = await serving();
      expect(await ask()).toBe('old');
      await place('green', next.target);
      expect(await ask()).toBe('old');
      await traffic.setSplit(onlyTo('green'));
      await traffic.setSplit(onlyTo('green'));
      expect(await Promise.all(Array.from({ length: 20 }, ask))).toEqual(Array.from({ length: 20 }, () => 'next'));
    });

    it('gives each slot about its share', async () => {
      const { traffic, ask, next, place } = await serving();
      await place('green', next.target);
      await traffic.setSplit({ blue: 500, green: 500 });
      const answers = [];
      for (let index = 0; index < 100; index += 1) answers.push(await ask());
      expect(answers.filter((answer) => answer === 'next').length).toBeGreaterThan(20);
      expect(answers.filter((answer) => answer === 'old').length).toBeGreaterThan(20);
    });

    it('is never sent where nobody is ready, and stays where it was', async () => {
      const { traffic, ask, next } = await serving();
      await expect(traffic.setSplit(onlyTo('green'))).rejects.toMatchObject({ code: 'no_ready_target' });
      await next.sicken();
      await traffic.setTargets('green', [next.target], probe);
      const { ready, targets } = await traffic.awaitReady('green', 300);
      expect(ready).toBe(false);
      expect(targets).toMatchObject([{ id: next.target.id, health: 'down' }]);
      await expect(traffic.setSplit(onlyTo('green'))).rejects.toMatchObject({ code: 'no_ready_target' });
      expect(await ask()).toBe('old');
    });

    it('is not ready without a target', async () => {
      const { traffic } = await serving();
      expect(await traffic.awaitReady('green', 100)).toEqual({ ready: false, targets: [] });
    });

    it('is awaited no longer than somebody wants', async () => {
      const { traffic, next } = await serving();
      await next.sicken();
      await traffic.setTargets('green', [next.target], probe);
      const calling = new AbortController();
      calling.abort(new Error('called off'));
      await expect(traffic.awaitReady('green', 60_000, calling.signal)).rejects.toThrow('called off');
    });

    it('tells what it knows of its targets', async () => {
      const { traffic, old, place } = await serving();
      await place('blue', old.target);
      const { slots, paused } = await traffic.state();
      expect(slots.blue).toMatchObject([{ ...old.target, health: 'up' }]);
      expect(slots.green).toEqual([]);
      expect(paused).toBe(false);
    });

    it('retires a slot that has no traffic, and refuses to retire one that has', async () => {
      const { traffic, ask, next, place } = await serving();
      await expect(traffic.retire('blue', 100)).rejects.toMatchObject({ code: 'slot_in_use' });
      await place('green', next.target);
      await traffic.setSplit(onlyTo('green'));
      expect(await traffic.retire('blue', 5_000)).toMatchObject({ drained: true, cancelled: 0 });
      expect(await traffic.retire('blue', 5_000)).toMatchObject({ drained: true });
      expect((await traffic.state()).slots.blue).toEqual([]);
      expect(await ask()).toBe('next');
    });

    it('is counted exactly, by whom it was answered', async () => {
      const { traffic, ask } = await serving();
      const before = await traffic.counters();
      for (let index = 0; index < 10; index += 1) await ask();
      const after = await traffic.counters();
      expect(after.epoch).toBe(before.epoch);
      expect(after.total.requests - before.total.requests).toBe(10);
      expect(after.bySlot.blue.requests - before.bySlot.blue.requests).toBe(10);
      expect(after.bySlot.green.requests).toBe(before.bySlot.green.requests);
      expect(after.bySlot.blue.latency.count - before.bySlot.blue.latency.count).toBe(10);
    });

    it('goes on as before after a restart, with counters of a new epoch', async () => {
      const { traffic, ask, restart } = await serving();
      const before = await traffic.counters();
      await restart();
      await expect.poll(ask, patience).toBe('old');
      expect(shareOf((await traffic.state()).split, 'blue')).toBe(1);
      expect((await traffic.counters()).epoch).not.toBe(before.epoch);
    });

    it('can be held, and let go again', async () => {
      const { traffic, ask } = await serving();
      await traffic.pause({ maxWaitMs: 10_000, maxQueue: 100 });
      expect((await traffic.state()).paused).toBe(true);
      const asked = ask();
      await traffic.resume();
      await traffic.resume();
      expect(await asked).toBe('old');
    });
  });
}
