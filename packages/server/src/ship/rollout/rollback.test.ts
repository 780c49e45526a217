import type { Outcome } from '@seaworthy/api';
import { describe, expect, it } from 'vitest';
import type { FaultPoint } from './run.ts';
import { testInstallation } from './testing.ts';

function whenAnalysing(act: () => void | Promise<void>): FaultPoint {
  return (_seq, name, moment) => (name === 'analyse' && moment === 'stored' ? act() : undefined);
}

describe('a rollback', () => {
  it('is only a switch while the old slot is warm, and a deployment in the history', async () => {
    const shop = await testInstallation();
    await shop.release('1.0', '1.1');
    const rollout = shop.connect();
    await shop.deploy(rollout, '1.0');
    const bad = await shop.deploy(rollout, '1.1');
    const { id } = await rollout.rollback({ requestedBy: 'ada' });
    const ended = await rollout.ended(id);
    expect(ended).toMatchObject({ version: '1.0', fromVersion: '1.1', outcome: 'completed', status: 'active' });
    expect(ended?.phases.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'preparation passed',
      'deployment skipped',
      'health_check passed',
      'validation skipped',
      'traffic_switch passed',
      'final_validation passed',
      'analysis skipped',
    ]);
    expect(await shop.serving()).toEqual({ '1.0': 100 });
    expect(await rollout.get(bad.id)).toMatchObject({ outcome: 'completed', status: 'rolled_back' });
  });

  it('does not go forward again to what was rolled back, unless it is named', async () => {
    const shop = await testInstallation();
    await shop.release('1.0', '1.1');
    const rollout = shop.connect();
    await shop.deploy(rollout, '1.0');
    await shop.deploy(rollout, '1.1');
    const first = await rollout.rollback({ requestedBy: 'ada' });
    await rollout.ended(first.id);
    await expect(rollout.rollback({ requestedBy: 'ada' })).rejects.toMatchObject({ code: 'no_previous_release' });
    const named = await rollout.rollback({ requestedBy: 'ada', to: '1.1' });
    expect(await rollout.ended(named.id)).toMatchObject({ version: '1.1', outcome: 'completed' });
  });

  it('goes to an older release from its files when its slot is gone', async () => {
    const shop = await testInstallation();
    await shop.release('1.0', '1.1', '1.2');
    const rollout = shop.connect();
    for (const version of ['1.0', '1.1', '1.2']) await shop.deploy(rollout, version);
    const { id } = await rollout.rollback({ requestedBy: 'ada', to: '1.0' });
    const ended = await rollout.ended(id);
    expect(ended).toMatchObject({ version: '1.0', fromVersion: '1.2', outcome: 'completed' });
    expect(ended?.phases.find(({ name }) => name === 'deployment')).toMatchObject({ status: 'passed' });
    expect(await shop.serving()).toEqual({ '1.0': 100 });
  });

  it('is refused when there is nothing to go back to', async () => {
    const shop = await testInstallation();
    await shop.release('1.0');
    const rollout = shop.connect();
    await expect(rollout.rollback({ requestedBy: 'ada' })).rejects.toMatchObject({ code: 'no_previous_release' });
    await shop.deploy(rollout, '1.0');
    await expect(rollout.rollback({ requestedBy: 'ada' })).rejects.toMatchObject({ code: 'no_previous_release' });
    await expect(rollout.rollback({ requestedBy: 'ada', to: '9' })).rejects.toMatchObject({
      code: 'release_not_found',
    });
    expect(await rollout.count()).toBe(1);
    expect(await rollout.deploy({ version: '1.0', requestedBy: 'ben' })).toMatchObject({ requestedBy: 'ben' });
  });

  it('starts the old slot again when it died meanwhile, before a request is sent there', async () => {
    const shop = await testInstallation();
    await shop.release('1.0', '2.0');
    await shop.deploy(shop.connect(), '1.0');
    shop.behave.set('2.0', { errorShare: 0.5 });
    const faultPoint = whenAnalysing(() => shop.supervisor.stopSlot('blue'));
    expect(await shop.deploy(shop.connect({ faultPoint }), '2.0')).toMatchObject({
      outcome: 'rolled_back',
      rollback: { success: true },
    });
    expect(await shop.serving()).toEqual({ '1.0': 100 });
  });

  it('that is barred leaves the new release serving, and says so', async () => {
    const shop = await testInstallation();
    await shop.release('1.0', '2.0');
    await shop.deploy(shop.connect(), '1.0');
    shop.behave.set('2.0', { errorShare: 0.5 });
    const faultPoint = whenAnalysing(() => {
      shop.traffic.isUp = ({ id }) => id.includes('green');
    });
    const rollout = shop.connect({ faultPoint });
    expect(await shop.deploy(rollout, '2.0')).toMatchObject({
      outcome: 'failed',
      reason: { code: 'error_rate', message: expect.stringContaining('does not come up') },
      rollback: { attempted: true, success: false },
    });
    expect(await shop.serving()).toEqual({ '2.0': 100 });
    expect(await rollout.live()).toMatchObject({ version: '2.0' });
  });
});

describe('the old slot', () => {
  it('is stopped when its time is over, also by a later life of the control plane', async () => {
    const shop = await testInstallation({ keepPreviousMs: 50 });
    await shop.release('1.0', '1.1');
    const rollout = shop.connect();
    await shop.deploy(rollout, '1.0');
    await shop.deploy(rollout, '1.1');
    expect(shop.supervisor.versionIn('blue')).toBe('1.0');
    await rollout.stop();
    const next = shop.connect();
    await next.start();
    await expect.poll(() => shop.supervisor.versionIn('blue'), { timeout: 5_000 }).toBeUndefined();
    expect(await shop.serving()).toEqual({ '1.1': 100 });
    expect(await next.slots()).toHaveLength(1);
  });
});

describe('the history', () => {
  it('is asked for by outcome, and by words of version, reason and who asked; signs of LIKE are plain', async () => {
    const shop = await testInstallation({ analysis: { windowMs: 20 } });
    await shop.release('1.0', '1.1');
    const rollout = shop.connect();
    await shop.deploy(rollout, '1.0');
    await rollout.deploy({ version: '1.1', requestedBy: 'grace', dryRun: true });
    const versions = async (ask: { outcome?: Outcome; text?: string }) =>
      (await rollout.list({ limit: 10, ...ask })).items.map(({ version }) => version);
    expect(await versions({})).toEqual(['1.1', '1.0']);
    expect(await versions({ outcome: 'completed' })).toEqual(['1.0']);
    expect(await versions({ text: 'GRACE' })).toEqual(['1.1']);
    expect(await versions({ text: '1.0' })).toEqual(['1.0']);
    expect(await versions({ text: '1%0' })).toEqual([]);
    expect(await versions({ outcome: 'failed', text: 'grace' })).toEqual([]);
  });
});
