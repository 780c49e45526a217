import { expect, it } from 'vitest';
import { ownProcess } from '../platform/process-identity.ts';
import { virtualClock } from '../platform/testing.ts';
import { createLeases } from './lease.ts';
import { testDatabase } from './testing.ts';

async function setUp() {
  const db = await testDatabase();
  const clock = virtualClock();
  const alive = createLeases(db, clock);
  const dead = createLeases(db, clock, { pid: ownProcess().pid, startTime: 'another@boot' });
  return { db, clock, alive, dead };
}

it('belongs to one owner at a time, and a refusal names the owner', async () => {
  const { alive } = await setUp();
  const lease = await alive.acquire('deploy', { owner: 'ada' });
  await expect(alive.acquire('deploy', { owner: 'ben' })).rejects.toMatchObject({
    code: 'lock_held',
    message: 'deploy is held by ada since 2030-01-01T12:00:00.000Z.',
    holder: { owner: 'ada' },
  });
  expect(await lease.isHeld()).toBe(true);
  await lease.release();
  expect(await alive.holder('deploy')).toBeUndefined();
});

it('is had by exactly one of many that ask at once', async () => {
  const { alive } = await setUp();
  const asked = Array.from({ length: 10 }, (_, i) => alive.acquire('deploy', { owner: `owner ${i}` }));
  const answers = await Promise.allSettled(asked);
  expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(1);
});

it('is renewed for as long as it is wanted', async () => {
  const { alive, clock } = await setUp();
  const lease = await alive.acquire('deploy', { owner: 'ada', ttlMs: 3_000 });
  await clock.advance(60_000);
  expect(await lease.isHeld()).toBe(true);
  expect(lease.lost.aborted).toBe(false);
  await lease.release();
});

it('is waited for until the deadline', async () => {
  const { alive, clock } = await setUp();
  const first = await alive.acquire('deploy', { owner: 'ada' });
  const patient = alive.acquire('deploy', { owner: 'ben', waitMs: 10_000 });
  const hasty = alive.acquire('deploy', { owner: 'eve', waitMs: 1_000 });
  const refused = expect(hasty).rejects.toMatchObject({ code: 'lock_held' });
  await clock.advance(5_000);
  await refused;
  await first.release();
  await clock.advance(1_000);
  expect((await patient).owner).toBe('ben');
});

it('ends the wait when it is called off', async () => {
  const { alive } = await setUp();
  await alive.acquire('deploy', { owner: 'ada' });
  const stop = new AbortController();
  const waiting = alive.acquire('deploy', { owner: 'ben', waitMs: 10_000, signal: stop.signal });
  stop.abort(new Error('never mind'));
  await expect(waiting).rejects.toThrow('never mind');
});

it('is taken over at once when the process of its owner is gone', async () => {
  const { alive, dead } = await setUp();
  const orphaned = await dead.acquire('deploy', { owner: 'the late control plane', ttlMs: 1e9 });
  const lease = await alive.acquire('deploy', { owner: 'ada' });
  expect(lease.token).toBe(orphaned.token + 1);
});

it('tells the earlier owner that it was taken over, and keeps the later one safe from it', async () => {
  const { alive, dead, clock } = await setUp();
  const earlier = await dead.acquire('deploy', { owner: 'early', ttlMs: 3_000 });
  const later = await alive.acquire('deploy', { owner: 'late', ttlMs: 3_000 });
  await clock.advance(1_500);
  expect(earlier.lost.aborted).toBe(true);
  await earlier.release();
  expect(await earlier.isHeld()).toBe(false);
  expect(await later.isHeld()).toBe(true);
});

it('never gives a token twice', async () => {
  const { alive } = await setUp();
  const tokens: number[] = [];
  for (let i = 0; i < 3; i++) {
    const lease = await alive.acquire('deploy', { owner: 'ada' });
    tokens.push(lease.token);
    await lease.release();
  }
  expect(tokens).toEqual([1, 2, 3]);
});
