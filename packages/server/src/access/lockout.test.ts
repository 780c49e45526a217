import { describe, expect, it } from 'vitest';
import { testDatabase } from '../db/testing.ts';
import { virtualClock } from '../platform/testing.ts';
import { createLockout, waitAfter } from './lockout.ts';

const policy = { freeTries: 3, firstWaitMs: 1_000, longestWaitMs: 60_000 };

async function bench() {
  const [database, clock] = [await testDatabase(), virtualClock()];
  const lockout = createLockout(database, clock, policy);
  /** The wait that a wrong try now would be told, in seconds; 0: it was let in. */
  const wrong = (user?: string, address?: string) =>
    lockout.begin({ user, address }).then(
      () => 0,
      (error: { retryAfterSeconds: number }) => error.retryAfterSeconds,
    );
  return { database, clock, lockout, wrong };
}

describe('wrong tries', () => {
  it('are free at first; then each doubles the wait, up to the longest', () => {
    const waits = [1, 2, 3, 4, 5, 8, 9, 50, 2_000].map((failures) => waitAfter(failures, 3, policy));
    expect(waits).toEqual([0, 0, 1_000, 2_000, 4_000, 32_000, 60_000, 60_000, 60_000]);
  });

  it('for one user make that user wait, wherever they come from, and no other', async () => {
    const { clock, wrong } = await bench();
    for (let tries = 0; tries < 3; tries++) expect(await wrong('ann', `192.0.2.${tries}`)).toBe(0);
    expect(await wrong('ann', '192.0.2.99')).toBe(1);
    expect(await wrong('bob', '192.0.2.99')).toBe(0);
    await clock.advance(1_000);
    expect(await wrong('ann')).toBe(0);
    expect(await wrong('ann')).toBe(2);
  });

  it('from one address make the address wait, whoever is tried; one of IPv6 counts with its network', async () => {
    const { wrong } = await bench();
    for (let tries = 0; tries < 12; tries++) expect(await wrong(`user${tries}`, `2001:db8:1:2::${tries}`)).toBe(0);
    expect(await wrong('fresh', '2001:db8:1:2:ffff::1')).toBe(1);
    expect(await wrong('fresh', '2001:db8:1:3::1')).toBe(0);
    for (let tries = 0; tries < 12; tries++) await wrong(`v4-${tries}`, tries % 2 ? '192.0.2.1' : '::ffff:192.0.2.1');
    expect(await wrong('fresh2', '192.0.2.1')).toBe(1);
  });

  it('that come all at once count one by one', async () => {
    const { wrong } = await bench();
    const waits = await Promise.all(Array.from({ length: 50 }, () => wrong('ann')));
    expect(waits.filter((wait) => wait === 0)).toHaveLength(3);
  });

  it('are remembered over a restart, and forgotten after a day or by the right one', async () => {
    const { database, clock, lockout, wrong } = await bench();
    for (let tries = 0; tries < 3; tries++) await wrong('ann');
    const again = createLockout(database, clock, policy);
    await expect(again.begin({ user: 'ann' })).rejects.toMatchObject({ code: 'rate_limited', retryAfterSeconds: 1 });
    await clock.advance(1_000);
    await lockout.begin({ user: 'ann' });
    await lockout.succeeded({ user: 'ann' });
    expect([await wrong('ann'), await wrong('ann'), await wrong('ann'), await wrong('ann')]).toEqual([0, 0, 0, 1]);
    await clock.advance(24 * 3_600_000);
    expect(await wrong('ann')).toBe(0);
    expect(await database.selectFrom('sign_in_failures').selectAll().execute()).toHaveLength(1);
  });
});
