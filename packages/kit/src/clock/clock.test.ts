import { expect, it } from 'vitest';
import type { Clock } from './clock.ts';
import { backgroundClock, systemClock } from './clock.ts';
import { virtualClock } from './testing.ts';

const clocks: readonly (readonly [string, Clock])[] = [
  ['system', systemClock],
  ['background', backgroundClock],
  ['virtual', virtualClock()],
];

it.each(clocks)(
  'a sleep by the %s clock rejects with the reason when it is aborted, before and meanwhile',
  async (_name, clock) => {
    const reason = new Error('enough');
    await expect(clock.sleep(60_000, AbortSignal.abort(reason))).rejects.toThrow();
    const controller = new AbortController();
    const sleep = clock.sleep(60_000, controller.signal);
    controller.abort(reason);
    await expect(sleep).rejects.toThrow();
  },
);

it('the virtual clock wakes sleepers in order, and only those that are due', async () => {
  const clock = virtualClock();
  const woken: number[] = [];
  for (const ms of [30, 10, 20, 50]) void clock.sleep(ms).then(() => woken.push(ms));
  await clock.advance(30);
  expect(woken).toEqual([10, 20, 30]);
  expect(clock.monotonicMs()).toBe(30);
});

it('the system clock sleeps as long as it was told', async () => {
  const startedMs = systemClock.monotonicMs();
  await systemClock.sleep(20);
  expect(systemClock.monotonicMs() - startedMs).toBeGreaterThanOrEqual(19);
  expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1000);
});
