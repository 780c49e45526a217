import { describe, expect, it } from 'vitest';
import type { Clock } from './clock.ts';
import { systemClock } from './clock.ts';
import { virtualClock } from './testing.ts';

const clocks: readonly [string, () => { clock: Clock; pass: (ms: number) => Promise<void> }][] = [
  ['the system clock', () => ({ clock: systemClock, pass: (ms) => systemClock.sleep(ms) })],
  [
    'the virtual clock',
    () => {
      const clock = virtualClock();
      return { clock, pass: (ms) => clock.advance(ms) };
    },
  ],
];

describe.each(clocks)('%s', (_, make) => {
  it('sleeps for as long as it was asked to', async () => {
    const { clock, pass } = make();
    const before = clock.monotonicMs();
    const slept = clock.sleep(5).then(() => clock.monotonicMs() - before);
    await pass(20);
    // Node counts timers in whole milliseconds and may be early by one.
    expect(await slept).toBeGreaterThan(3.9);
  });

  it('ends a sleep at once with the reason that the signal gives', async () => {
    const { clock } = make();
    const stop = new AbortController();
    const sleeping = clock.sleep(1e6, stop.signal);
    stop.abort(new Error('enough'));
    await expect(sleeping).rejects.toThrow('enough');
    await expect(clock.sleep(1e6, stop.signal)).rejects.toThrow('enough');
  });

  it('repeats work until it is told to stop, one run at a time', async () => {
    const { clock, pass } = make();
    let underWay = 0;
    let most = 0;
    let runs = 0;
    const stop = clock.every(2, async () => {
      most = Math.max(most, ++underWay);
      await Promise.resolve();
      underWay--;
      runs++;
    });
    await pass(30);
    stop();
    const seen = runs;
    expect(seen).toBeGreaterThan(1);
    expect(most).toBe(1);
    await pass(10);
    expect(runs).toBeLessThanOrEqual(seen + 1);
  });
});

describe('the virtual clock', () => {
  it('wakes sleepers in the order in which they are due, each at its own time', async () => {
    const clock = virtualClock(0);
    const woken: string[] = [];
    for (const ms of [300, 100, 200]) void clock.sleep(ms).then(() => woken.push(`${ms}@${clock.now()}`));
    await clock.advance(1_000);
    expect(woken).toEqual(['100@100', '200@200', '300@300']);
    expect(clock.now()).toBe(1_000);
  });

  it('stands still by itself', async () => {
    const clock = virtualClock(0);
    let woken = false;
    void clock.sleep(1).then(() => {
      woken = true;
    });
    await clock.untilSleeping(1);
    expect(woken).toBe(false);
    expect(clock.now()).toBe(0);
  });
});
