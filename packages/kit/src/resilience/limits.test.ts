import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { virtualClock } from '../clock/testing.ts';
import { bulkhead } from './bulkhead.ts';
import { policy } from './policy.ts';
import { rateLimit } from './rate-limit.ts';
import { createResilience } from './resilience.ts';
import { heldCalls, watchedPolicy } from './testing.ts';
import { timeout } from './timeout.ts';

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a timeout', () => {
  it('ends the call and tells it so by its signal', async () => {
    const { call, clock, count } = watchedPolicy(timeout({ timeoutMs: 500 }));
    const { held, run } = heldCalls();
    const late = expect(call.execute(run)).rejects.toMatchObject({
      code: 'timed_out',
      message: 'no result within 500 ms',
    });
    await clock.advance(499);
    expect(held[0]?.signal.aborted).toBe(false);
    await clock.advance(1);
    await late;
    expect(held[0]?.signal.aborted).toBe(true);
    expect(await count('calls_total', { outcome: 'timed_out' })).toBe(1);
  });

  it('passes on what comes in time, and the reason of who cancels', async () => {
    const { call } = watchedPolicy(timeout({ timeoutMs: 500 }));
    expect(await call.execute(() => 'in time')).toBe('in time');
    const reason = new Error('enough');
    await expect(call.execute(() => 'x', AbortSignal.abort(reason))).rejects.toBe(reason);
    const controller = new AbortController();
    const cancelled = expect(call.execute(heldCalls().run, controller.signal)).rejects.toBe(reason);
    controller.abort(reason);
    await cancelled;
  });
});

describe('a bulkhead', () => {
  it('runs so many at once, lets so many wait in order, and refuses the rest', async () => {
    const { call, count } = watchedPolicy(bulkhead({ concurrent: 2, waiting: 2 }));
    const { held, run } = heldCalls();
    const calls = Promise.allSettled([1, 2, 3, 4].map(() => call.execute(run)));
    await expect(call.execute(run)).rejects.toMatchObject({
      code: 'bulkhead_full',
      message: '2 calls run and 2 wait already',
    });
    expect(held).toHaveLength(2);
    expect([
      await count('bulkhead_calls', { state: 'running' }),
      await count('bulkhead_calls', { state: 'waiting' }),
    ]).toEqual([2, 2]);
    held[0]?.resolve('first');
    await turn();
    expect(held).toHaveLength(3);
    held[1]?.reject(new Error('second'));
    await turn();
    held[2]?.resolve('third');
    held[3]?.resolve('fourth');
    expect((await calls).map((one) => (one.status === 'fulfilled' ? one.value : 'failed'))).toEqual([
      'first',
      'failed',
      'third',
      'fourth',
    ]);
    expect(await count('bulkhead_calls', { state: 'running' })).toBe(0);
  });

  it('forgets who is cancelled while it waits', async () => {
    const { call } = watchedPolicy(bulkhead({ concurrent: 1, waiting: 1 }));
    const { held, run } = heldCalls();
    const first = call.execute(run);
    const controller = new AbortController();
    const reason = new Error('left');
    const left = expect(call.execute(run, controller.signal)).rejects.toBe(reason);
    controller.abort(reason);
    await left;
    const next = call.execute(run);
    held[0]?.resolve('first');
    await first;
    await turn();
    held[1]?.resolve('next');
    expect(await next).toBe('next');
  });

  it('never runs more than it may, whatever ends when, and runs all that it took', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 40 }), async (durations) => {
        const clock = virtualClock();
        const call = createResilience({ clock }).policy(
          { component: 'a', category: 'b' },
          bulkhead({ concurrent: 3, waiting: 100 }),
        );
        let running = 0;
        let most = 0;
        const done = Promise.all(
          durations.map((ms) =>
            call.execute(async () => {
              running += 1;
              most = Math.max(most, running);
              await clock.sleep(ms);
              running -= 1;
            }),
          ),
        );
        await clock.advance(5 * durations.length);
        expect(await done).toHaveLength(durations.length);
        expect(most).toBe(Math.min(3, durations.length));
      }),
      { numRuns: 30 },
    );
  });
});

describe('a rate limit', () => {
  it('lets a burst through, then refuses and says when to come back', async () => {
    const { call, clock } = watchedPolicy(rateLimit({ perSecond: 10, burst: 2 }));
    await call.execute(() => 1);
    await call.execute(() => 2);
    await expect(call.execute(() => 3)).rejects.toMatchObject({ code: 'rate_limited', retryAfterMs: 100 });
    await clock.advance(100);
    expect(await call.execute(() => 3)).toBe(3);
  });

  it('never lets more begin in any time than burst and rate allow, and lets waiting ones begin in order', async () => {
    const arrivals = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(arrivals, fc.integer({ min: 1, max: 5 }), async (pauses, burst) => {
        const clock = virtualClock();
        const limit = rateLimit({ perSecond: 5, burst, maxWaitMs: 2000 });
        const call = createResilience({ clock }).policy({ component: 'a', category: 'b' }, limit);
        const begun: { index: number; atMs: number }[] = [];
        for (const [index, pauseMs] of pauses.entries()) {
          await clock.advance(pauseMs);
          void call.execute(() => begun.push({ index, atMs: clock.monotonicMs() })).catch(() => undefined);
        }
        await clock.advance(10_000);
        expect(begun.map(({ index }) => index)).toEqual(begun.map(({ index }) => index).toSorted((a, b) => a - b));
        for (const [first, { atMs: fromMs }] of begun.entries()) {
          for (const [more, { atMs: toMs }] of begun.slice(first).entries()) {
            const allowed = burst + (5 * (toMs - fromMs)) / 1000;
            expect(more + 1).toBeLessThanOrEqual(allowed + 1e-6);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});

it('wrong numbers are refused where the part is made', () => {
  expect(() => timeout({ timeoutMs: Number.NaN })).toThrow('timeoutMs must be a number from 0');
  expect(() => timeout({ timeoutMs: 2 ** 31 })).toThrow('timeoutMs');
  expect(() => bulkhead({ concurrent: 0 })).toThrow('concurrent must be a number from 1');
  expect(() => rateLimit({ perSecond: 0, burst: 1 })).toThrow('perSecond must be above 0');
});

it('a policy without parts calls, and keeps what the function throws', async () => {
  const error = new Error('x');
  expect(await policy().execute(() => 1)).toBe(1);
  await expect(
    policy().execute(() => {
      throw error;
    }),
  ).rejects.toBe(error);
});
