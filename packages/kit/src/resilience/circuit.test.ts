import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { virtualClock } from '../clock/testing.ts';
import type { CircuitBreakerOptions } from './circuit-breaker.ts';
import { circuitBreaker } from './circuit-breaker.ts';
import { FailureWindow } from './failure-window.ts';
import { HttpStatusError } from './http-status-error.ts';
import { retry } from './retry.ts';
import { heldCalls, watchedPolicy } from './testing.ts';
import { timeout } from './timeout.ts';

const broken = () => Promise.reject(new HttpStatusError(500));
const fine = () => 'fine';

function testCircuit(options: CircuitBreakerOptions = {}) {
  const watched = watchedPolicy(circuitBreaker(options));
  const outcome = (run: () => unknown) =>
    watched.call.execute(run).then(
      () => 'fine',
      (error: { code?: string }) => error.code ?? 'failed',
    );
  const times = async (count: number, run: () => unknown) => {
    for (let index = 0; index < count; index += 1) await outcome(run);
  };
  const state = () => watched.resilience.circuits()['shop/stock'];
  return { ...watched, outcome, times, state };
}

describe('a circuit', () => {
  it('opens when half of the calls failed, refuses for a minute, lets one through, and closes', async () => {
    const { clock, outcome, times, state, count, messages } = testCircuit();
    await times(3, fine);
    await times(2, broken);
    expect(state()).toBe('closed');
    await times(1, broken);
    expect([state(), await count('circuit_state')]).toEqual(['open', 2]);
    let calls = 0;
    const counted = () => {
      calls += 1;
    };
    await clock.advance(59_999);
    expect([await outcome(counted), calls]).toEqual(['circuit_open', 0]);
    await clock.advance(1);
    expect([state(), await count('circuit_state')]).toEqual(['half-open', 1]);
    expect([await outcome(counted), calls]).toEqual(['fine', 1]);
    expect([state(), await count('circuit_state')]).toEqual(['closed', 0]);
    await times(2, broken);
    expect(state()).toBe('closed');
    expect(await count('calls_total', { outcome: 'circuit_open' })).toBe(1);
    expect(messages()).toEqual([
      'circuit open: calls are refused for now',
      'circuit half open: one call is let through',
      'circuit closed: calls go through again',
    ]);
  });

  it('opens for another minute when the one call fails', async () => {
    const { clock, outcome, times, state } = testCircuit();
    await times(5, broken);
    await clock.advance(60_000);
    expect(await outcome(broken)).toBe('failed');
    await clock.advance(59_999);
    expect([state(), await outcome(fine)]).toEqual(['open', 'circuit_open']);
    await clock.advance(1);
    expect(await outcome(fine)).toBe('fine');
  });

  it('lets only one through at a time while it tries', async () => {
    const { clock, outcome, times, call } = testCircuit();
    await times(5, broken);
    await clock.advance(60_000);
    const { held, run } = heldCalls();
    const probe = call.execute(run);
    expect(await outcome(fine)).toBe('circuit_open');
    held[0]?.resolve('back');
    expect(await probe).toBe('back');
    expect(await outcome(fine)).toBe('fine');
  });

  it('says when to come back', async () => {
    const { clock, times, call } = testCircuit();
    await times(5, broken);
    await clock.advance(20_000);
    await expect(call.execute(fine)).rejects.toMatchObject({
      code: 'circuit_open',
      message: 'what is called failed too often, 5 of 5 calls',
      hint: expect.stringContaining('again by itself'),
      retryAfterMs: 40_000,
    });
  });

  it('is not opened by answers that prove that it works, by few calls, or by old ones', async () => {
    const { clock, times, state } = testCircuit();
    await times(50, () => Promise.reject(new HttpStatusError(404)));
    await times(4, broken);
    expect(state()).toBe('closed');
    await clock.advance(60_000);
    await times(4, broken);
    expect(state()).toBe('closed');
    await times(1, broken);
    expect(state()).toBe('open');
  });

  it('closes on an answer such as 404, and stays open when its try was cancelled', async () => {
    const { clock, times, call, state } = testCircuit();
    await times(5, broken);
    await clock.advance(60_000);
    const controller = new AbortController();
    const { held, run } = heldCalls();
    const cancelled = call.execute(run, controller.signal).catch(() => 'cancelled');
    expect(held).toHaveLength(1);
    controller.abort();
    expect([await cancelled, state()]).toEqual(['cancelled', 'open']);
    await clock.advance(60_000);
    await times(1, () => Promise.reject(new HttpStatusError(404)));
    expect(state()).toBe('closed');
  });

  it('counts a timeout that stands around it', async () => {
    const { call, clock, resilience } = watchedPolicy(timeout({ timeoutMs: 100 }), circuitBreaker());
    for (let index = 0; index < 5; index += 1) {
      const late = expect(call.execute(() => new Promise(() => undefined))).rejects.toMatchObject({
        code: 'timed_out',
      });
      await clock.advance(100);
      await late;
    }
    expect(resilience.circuits()).toEqual({ 'shop/stock': 'open' });
  });

  it('inside a retry: a refusal is not tried again', async () => {
    const { call, clock, resilience } = watchedPolicy(retry({ baseMs: 1 }), circuitBreaker({ minimumCalls: 2 }));
    let calls = 0;
    const failed = expect(
      call.execute(() => {
        calls += 1;
        return broken();
      }),
    ).rejects.toMatchObject({ code: 'circuit_open' });
    await clock.advance(100);
    await failed;
    expect([calls, resilience.circuits()['shop/stock']]).toEqual([2, 'open']);
  });

  it('of another name is another circuit, and a name is taken once', async () => {
    const { resilience, times } = testCircuit();
    const other = resilience.policy({ component: 'shop', category: 'prices' }, circuitBreaker());
    await times(5, broken);
    expect(await other.execute(fine)).toBe('fine');
    expect(resilience.circuits()).toEqual({ 'shop/stock': 'open', 'shop/prices': 'closed' });
    expect(() => resilience.policy({ component: 'shop', category: 'prices' })).toThrow(
      'shop/prices is defined already',
    );
  });
});

it('a window holds what happened in it, and at most a tenth of it more', async () => {
  const events = fc.array(fc.record({ afterMs: fc.integer({ min: 0, max: 300 }), failed: fc.boolean() }), {
    maxLength: 60,
  });
  await fc.assert(
    fc.asyncProperty(events, async (script) => {
      const clock = virtualClock();
      const window = new FailureWindow(1000, clock);
      const seen: { atMs: number; failed: boolean }[] = [];
      for (const { afterMs, failed } of script) {
        await clock.advance(afterMs);
        window.record(failed);
        seen.push({ atMs: clock.monotonicMs(), failed });
        const within = (ms: number) => seen.filter(({ atMs }) => atMs > clock.monotonicMs() - ms);
        const { calls, failures } = window.counts();
        expect(calls).toBeLessThanOrEqual(within(1000).length);
        expect(calls).toBeGreaterThanOrEqual(within(900).length);
        expect(failures).toBeGreaterThanOrEqual(within(900).filter((call) => call.failed).length);
      }
    }),
    { numRuns: 40 },
  );
});
