import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../db/testing.ts';
import { virtualClock } from '../../platform/testing.ts';
import type { Alert } from '../alerts/alert.ts';
import { parseMatchers } from '../matchers/syntax.ts';
import { preview } from './preview.ts';
import { openSilenceStore } from './silence-store.ts';

const HOUR = 3_600_000;

describe('silences', () => {
  it('outlive the server, and are forgotten some time after their end', async () => {
    const { open, clock } = await testStore();
    const first = await open();
    const { id } = await first.set({ matchers: parseMatchers('job=~"w.*"'), endsAt: clock.now() + HOUR, ...owner });
    const second = await open();
    expect(second.of({ job: 'web' }).map((silence) => silence.id)).toEqual([id]);
    await clock.advance(HOUR);
    expect(second.of({ job: 'web' })).toEqual([]);
    await clock.advance(5 * HOUR);
    await second.collect();
    expect(second.get(id)?.createdBy).toBe('ann');
    await clock.advance(1);
    await second.collect();
    expect([second.list(), (await open()).list()]).toEqual([[], []]);
  });

  it('that are to come can still begin at another time; those that hold cannot', async () => {
    const { open, clock } = await testStore();
    const store = await open();
    const [matchers, endsAt] = [parseMatchers('a=b'), clock.now() + 4 * HOUR];
    const pending = await store.set({ matchers, startsAt: clock.now() + HOUR, endsAt, ...owner });
    const moved = await store.set({ id: pending.id, matchers, startsAt: clock.now() + 2 * HOUR, endsAt, ...owner });
    expect(moved.id).toBe(pending.id);
    await clock.advance(3 * HOUR);
    const again = await store.set({ id: pending.id, matchers, startsAt: clock.now(), endsAt, ...owner });
    expect(again.id).not.toBe(pending.id);
    expect(store.of({ a: 'b' }).map(({ id }) => id)).toEqual([again.id]);
  });

  it('are not more than allowed; a change of one is no more', async () => {
    const { open, clock } = await testStore(1);
    const store = await open();
    const request = { matchers: parseMatchers('a=b'), endsAt: clock.now() + HOUR, ...owner };
    const { id } = await store.set(request);
    await expect(store.set(request)).rejects.toThrow('exceeded maximum number of silences: 1 (limit: 1)');
    expect((await store.set({ ...request, id, matchers: parseMatchers('a=c') })).id).not.toBe(id);
  });
});

describe('a preview', () => {
  it('tells what a silence would mute, of how many, and what is muted already', () => {
    const alerts = [firing({ job: 'web' }), firing({ job: 'db' }), { ...firing({ job: 'worker' }), endsAt: 50 }];
    const silence = { id: 's', matchers: parseMatchers('job=web'), startsAt: 0, endsAt: 900, updatedAt: 0, ...owner };
    const seen = preview(parseMatchers('job=~"w.*"'), alerts, [silence], 100);
    expect(seen).toEqual({ firing: 2, muted: [{ alert: alerts[0], silencedBy: ['s'] }] });
  });
});

const owner = { createdBy: 'ann', comment: 'a test' };

function firing(labels: Record<string, string>): Alert {
  const rest = { fingerprint: JSON.stringify(labels), annotations: {}, updatedAt: 0, timeout: false, generatorURL: '' };
  return { ...rest, labels, startsAt: 0, endsAt: 1_000 };
}

async function testStore(maximumCount = 10) {
  const [db, clock] = [await testDatabase(), virtualClock()];
  let ids = 0;
  const newId = () => `silence-${++ids}`;
  const guardrails = () => ({ syntax: 'both' as const, maximumCount });
  return { clock, open: () => openSilenceStore({ db, clock, newId, retentionMs: 5 * HOUR, guardrails }) };
}
