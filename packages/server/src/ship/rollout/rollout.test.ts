import { describe, expect, it } from 'vitest';
import type { Behaviour } from './testing.ts';
import { testInstallation } from './testing.ts';

describe('a deployment', () => {
  it('makes the first release live, and says that nothing could be compared', async () => {
    const shop = await testInstallation();
    await shop.release('1.0');
    const ended = await shop.deploy(shop.connect(), '1.0');
    expect(ended).toMatchObject({
      outcome: 'completed',
      status: 'active',
      slot: 'blue',
      fromVersion: null,
      reason: null,
      analysis: { verdict: 'inconclusive', reason: expect.stringContaining('no baseline') },
    });
    expect(ended.phases.map(({ status }) => status)).toEqual([
      'passed',
      'passed',
      'passed',
      'passed',
      'passed',
      'passed',
      'inconclusive',
    ]);
    expect(await shop.serving()).toEqual({ '1.0': 100 });
  });

  it('replaces what is live and keeps it warm', async () => {
    const shop = await testInstallation();
    await shop.release('1.0', '1.1');
    const rollout = shop.connect();
    await shop.deploy(rollout, '1.0');
    const ended = await shop.deploy(rollout, '1.1');
    expect(ended).toMatchObject({ outcome: 'completed', fromVersion: '1.0', slot: 'green', candidateShare: 1 });
    expect(ended.analysis).toMatchObject({ verdict: 'pass' });
    expect(await shop.serving()).toEqual({ '1.1': 100 });
    expect(shop.supervisor.versionIn('blue')).toBe('1.0');
  });

  it('asked for again under the same key is the same deployment, also after it has ended', async () => {
    const shop = await testInstallation();
    await shop.release('1.0');
    const ask = { version: '1.0', requestedBy: 'ada', requestKey: 'ada k1' };
    const rollout = shop.connect();
    const first = await rollout.deploy(ask);
    await rollout.ended(first.id);
    expect((await rollout.deploy(ask)).id).toBe(first.id);
    expect((await rollout.deploy({ ...ask, requestKey: 'ada k2' })).id).not.toBe(first.id);
  });
});

const badReleases: readonly { what: string; is: Behaviour; reason: string; phase: string; served: boolean }[] = [
  { what: 'cannot be started', is: { cannotStart: true }, reason: 'start_failed', phase: 'deployment', served: false },
  { what: 'exits at start', is: { exitsAtStart: true }, reason: 'start_failed', phase: 'health_check', served: false },
  {
    what: 'is never healthy',
    is: { health: 503 },
    reason: 'health_check_failed',
    phase: 'health_check',
    served: false,
  },
  { what: 'answers half with errors', is: { errorShare: 0.5 }, reason: 'error_rate', phase: 'analysis', served: true },
  { what: 'is three times slower', is: { latencyMs: 30 }, reason: 'latency', phase: 'analysis', served: true },
];

describe('a release that', () => {
  it.each(badReleases)('$what is rolled back for $reason', async ({ is, reason, phase, served }) => {
    const shop = await testInstallation();
    await shop.release('1.0', '2.0');
    const rollout = shop.connect();
    await shop.deploy(rollout, '1.0');
    shop.behave.set('2.0', is);
    const ended = await shop.deploy(rollout, '2.0');
    expect(ended).toMatchObject({
      outcome: 'rolled_back',
      state: 'failed',
      status: 'rolled_back',
      failedPhase: phase,
      reason: { code: reason },
      rollback: { attempted: true, success: true },
      candidateShare: 0,
    });
    expect(await shop.serving()).toEqual({ '1.0': 100 });
    expect(shop.traffic.splits.some(({ green }) => green > 0)).toBe(served);
    expect(shop.supervisor.versionIn('green')).toBeUndefined();
  });
});
