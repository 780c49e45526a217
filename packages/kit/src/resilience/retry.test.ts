import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffMs } from './backoff.ts';
import { HttpStatusError } from './http-status-error.ts';
import { retry } from './retry.ts';
import { watchedPolicy } from './testing.ts';

const unavailable = new HttpStatusError(503);

/** Fails with each of the errors in turn, then succeeds; tells when it was called. */
function failing(errors: readonly unknown[], nowMs: () => number) {
  const calledAtMs: number[] = [];
  const run = () => {
    calledAtMs.push(nowMs());
    const error = errors[calledAtMs.length - 1];
    if (error !== undefined) throw error;
    return 'done';
  };
  return { run, calledAtMs };
}

describe('a retry', () => {
  it('comes after 1, 2 and 4 s, three times', async () => {
    const { call, clock, count } = watchedPolicy(retry());
    const { run, calledAtMs } = failing([unavailable, unavailable, unavailable], () => clock.monotonicMs());
    const result = call.execute(run);
    await clock.advance(7000);
    expect(await result).toBe('done');
    expect(calledAtMs).toEqual([0, 1000, 3000, 7000]);
    expect([await count('retries_total'), await count('calls_total', { outcome: 'succeeded' })]).toEqual([3, 1]);
  });

  it('gives the error of the last try when all fail', async () => {
    const { call, clock, count } = watchedPolicy(retry());
    const errors = [500, 502, 503, 504, 500].map((status) => new HttpStatusError(status));
    const { run, calledAtMs } = failing(errors, () => clock.monotonicMs());
    const failed = expect(call.execute(run)).rejects.toBe(errors[3]);
    await clock.advance(60_000);
    await failed;
    expect(calledAtMs).toHaveLength(4);
    expect(await count('calls_total', { outcome: 'failed' })).toBe(1);
  });

  it('waits as long as Retry-After asks, and gives up when that is longer than it may wait', async () => {
    const { call, clock } = watchedPolicy(retry());
    const patient = failing([new HttpStatusError(429, { retryAfterMs: 30_000 })], () => clock.monotonicMs());
    const result = call.execute(patient.run);
    await clock.advance(30_000);
    await result;
    expect(patient.calledAtMs).toEqual([0, 30_000]);
    const tomorrow = new HttpStatusError(503, { retryAfterMs: 86_400_000 });
    await expect(call.execute(failing([tomorrow], () => 0).run)).rejects.toBe(tomorrow);
  });

  it('ends in the middle of a wait when nobody waits for it any more, with the reason', async () => {
    const { call, clock, count } = watchedPolicy(retry());
    const { run, calledAtMs } = failing([unavailable], () => clock.monotonicMs());
    const controller = new AbortController();
    const reason = new Error('the user left');
    const failed = expect(call.execute(run, controller.signal)).rejects.toBe(reason);
    await clock.advance(500);
    controller.abort(reason);
    await failed;
    await clock.advance(60_000);
    expect(calledAtMs).toEqual([0]);
    expect(await count('calls_total', { outcome: 'cancelled' })).toBe(1);
  });

  it.each([
    [new HttpStatusError(404), 1],
    [new HttpStatusError(501), 1],
    [new TypeError('a mistake'), 1],
    [new HttpStatusError(408), 2],
    [Object.assign(new Error('x'), { code: 'ECONNRESET' }), 2],
    [new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ECONNREFUSED' }) }), 2],
    [Object.assign(new Error('x'), { statusCode: 503 }), 2],
  ])('of %s: %d calls', async (error, calls) => {
    const { call, clock } = watchedPolicy(retry());
    const { run, calledAtMs } = failing([error], () => clock.monotonicMs());
    const settled = call.execute(run).catch(() => undefined);
    await clock.advance(2000);
    await settled;
    expect(calledAtMs).toHaveLength(calls);
  });
});

it('every wait is within a tenth of base * 2^n, and never above the maximum', () => {
  const anyBackoff = fc.record({
    baseMs: fc.integer({ min: 1, max: 10_000 }),
    maxMs: fc.integer({ min: 1, max: 60_000 }),
  });
  fc.assert(
    fc.property(
      anyBackoff,
      fc.integer({ min: 1, max: 2000 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (...given) => {
        const [{ baseMs, maxMs }, retryNumber, chance] = given;
        const waitMs = backoffMs(retryNumber, { baseMs, maxMs, jitter: 0.1 }, () => chance);
        const plainMs = Math.min(maxMs, baseMs * 2 ** (retryNumber - 1));
        expect(waitMs).toBeLessThanOrEqual(maxMs);
        expect(waitMs).toBeGreaterThanOrEqual(plainMs * 0.9 - 1e-6);
        expect(waitMs).toBeLessThanOrEqual(plainMs * 1.1 + 1e-6);
      },
    ),
  );
});
