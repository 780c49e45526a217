import { expect, it } from 'vitest';
import { virtualClock } from '../../platform/testing.ts';
import type { OwnHealthOptions } from './own-health.ts';
import { OwnHealth } from './own-health.ts';

function ownHealth(over: Partial<OwnHealthOptions> = {}) {
  const clock = virtualClock();
  const jump = { ms: 0 };
  const jumping = { ...clock, monotonicMs: () => clock.monotonicMs() + jump.ms };
  const health = new OwnHealth({ clock: jumping, hasNetwork: () => true, ...over });
  void health.run();
  const look = (error: unknown = new Error('timeout'), host = 'example.org') =>
    health.explain({ startedMs: jumping.monotonicMs(), error, host });
  return { health, clock, jump, look, now: () => jumping.monotonicMs() };
}

it('a failed look is the other side’s while we are well', async () => {
  const { look, health } = ownHealth();
  expect(await look()).toBeUndefined();
  expect([...health.counts().values()]).toEqual([0, 0, 0, 0]);
});

it('a look during which our own timers stood still proves nothing', async () => {
  const { health, jump, now } = ownHealth();
  const startedMs = now();
  jump.ms = 5_000;
  expect(await health.explain({ startedMs, error: new Error('timeout'), host: '127.0.0.1' })).toBe('event_loop');
  expect(health.counts().get('event_loop')).toBe(1);
});

it('a stall that the tick has seen is remembered for the looks that it was in, not for later ones', async () => {
  const { health, clock, jump, now, look } = ownHealth();
  const startedMs = now();
  jump.ms = 5_000;
  await clock.advance(500);
  expect(await health.explain({ startedMs, error: new Error('timeout'), host: 'a.example' })).toBe('event_loop');
  await clock.advance(500);
  expect(await look()).toBeUndefined();
});

it.each([
  ['ENETUNREACH', 'network'],
  ['EAI_AGAIN', 'network'],
  ['EMFILE', 'resources'],
  ['EADDRNOTAVAIL', 'resources'],
  ['ECONNREFUSED', undefined],
  ['EHOSTUNREACH', undefined],
  ['ENOTFOUND', undefined],
])('the error %s is our fault: %s', async (code, fault) => {
  const error = new Error('fetch failed', { cause: Object.assign(new Error(code), { code }) });
  expect(await ownHealth().look(error)).toBe(fault);
});

it('without any network nothing is known of others, but of this machine', async () => {
  const { look } = ownHealth({ hasNetwork: () => false });
  expect(await look(new Error('timeout'), '192.0.2.1')).toBe('network');
  expect(await look(new Error('timeout'), '127.0.0.1')).toBeUndefined();
});

it('an address that always answers, and does not, says that the network is away', async () => {
  expect(await ownHealth({ connect: () => Promise.reject(new Error('refused')) }).look()).toBe('network');
  expect(await ownHealth({ connect: () => Promise.resolve() }).look()).toBeUndefined();
});

it('an address that does not answer in two seconds is away too', async () => {
  const { look, clock } = ownHealth({ connect: () => new Promise(() => {}) });
  const looking = look();
  await clock.advance(2_000);
  expect(await looking).toBe('network');
});

it('a disk that takes no samples is our own fault', async () => {
  const { health, look, now } = ownHealth();
  const startedMs = now();
  health.note('disk');
  expect(await look()).toBe('disk');
  expect(await health.explain({ startedMs, error: undefined, host: undefined })).toBe('disk');
});
