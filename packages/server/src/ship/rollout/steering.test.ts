import { describe, expect, it } from 'vitest';
import type { Harness } from './testing.ts';
import { testInstallation } from './testing.ts';

const forever = 3_600_000;

/** 1.0 is live; 1.1 is being analysed and will be for an hour. */
async function inAnalysis(change: Parameters<typeof testInstallation>[0] = { analysis: { windowMs: forever } }) {
  const shop = await testInstallation({ analysis: { windowMs: 20 } });
  await shop.release('1.0', '1.1');
  await shop.deploy(shop.connect(), '1.0');
  const rollout = shop.connect({
    policy: { ...shop.policy, release: { ...shop.policy.release, ...merged(shop, change) } },
  });
  const { id } = await rollout.deploy({ version: '1.1', requestedBy: 'ada' });
  await shop.seen(({ version, state }) => version === '1.1' && state === 'analysing');
  return { shop, rollout, id };
}

function merged(shop: Harness, change: Parameters<typeof testInstallation>[0]) {
  return { ...change, analysis: { ...shop.policy.release.analysis, ...change?.analysis } };
}

describe('steering a deployment', () => {
  it('promote skips what is left of the analysis', async () => {
    const { rollout, id, shop } = await inAnalysis();
    await rollout.promote();
    const ended = await rollout.ended(id);
    expect(ended).toMatchObject({ outcome: 'completed', status: 'active' });
    expect(ended?.phases.at(-1)).toMatchObject({ name: 'analysis', status: 'skipped' });
    expect(await shop.serving()).toEqual({ '1.1': 100 });
  });

  it('abort rolls back', async () => {
    const { rollout, id, shop } = await inAnalysis();
    await rollout.abort();
    expect(await rollout.ended(id)).toMatchObject({
      outcome: 'rolled_back',
      failedPhase: 'analysis',
      reason: { code: 'aborted' },
      rollback: { attempted: true, success: true },
    });
    expect(await shop.serving()).toEqual({ '1.0': 100 });
  });

  it('pause holds it, resume lets it measure anew', async () => {
    const { rollout, id } = await inAnalysis();
    expect(await rollout.pause()).toMatchObject({ paused: true, state: 'analysing' });
    await expect(rollout.pause()).resolves.toMatchObject({ paused: true });
    expect(await rollout.resume()).toMatchObject({ paused: false });
    await expect(rollout.resume()).rejects.toMatchObject({ code: 'not_paused' });
    await rollout.promote();
    expect(await rollout.ended(id)).toMatchObject({ outcome: 'completed' });
  });

  it('an instance that dies while it is held is noticed all the same', async () => {
    const { rollout, id, shop } = await inAnalysis();
    await rollout.pause();
    shop.supervisor.kill('green');
    expect(await rollout.ended(id)).toMatchObject({ outcome: 'rolled_back', reason: { code: 'instance_lost' } });
  });

  it('an instance that dies after the switch takes the release back', async () => {
    const { rollout, id, shop } = await inAnalysis();
    shop.supervisor.kill('green', 9);
    expect(await rollout.ended(id)).toMatchObject({
      outcome: 'rolled_back',
      failedPhase: 'analysis',
      reason: { code: 'instance_lost', message: expect.stringContaining('exited with code 9') },
    });
    expect(await shop.serving()).toEqual({ '1.0': 100 });
  });

  it('cannot pause where something is half done, nor steer what is not there', async () => {
    const shop = await testInstallation({ settleMs: forever });
    await shop.release('1.0');
    const rollout = shop.connect();
    for (const verb of ['pause', 'resume', 'promote', 'abort'] as const) {
      await expect(rollout[verb]()).rejects.toMatchObject({ code: 'no_deployment_active' });
    }
    const { id } = await rollout.deploy({ version: '1.0', requestedBy: 'ada' });
    await expect(rollout.pause()).rejects.toMatchObject({ code: 'not_pausable' });
    await rollout.abort();
    expect(await rollout.ended(id)).toMatchObject({ outcome: 'failed', reason: { code: 'aborted' } });
  });

  it('a second deployment is refused by the name of the first one’s owner', async () => {
    const { rollout } = await inAnalysis();
    await expect(rollout.deploy({ version: '1.0', requestedBy: 'ben' })).rejects.toMatchObject({
      code: 'lock_held',
      message: expect.stringMatching(/^Another deployment of shop is under way, by ada since 20.*Z\.$/),
    });
    await expect(rollout.rollback({ requestedBy: 'ben' })).rejects.toMatchObject({ code: 'lock_held' });
    const waiting = rollout.deploy({ version: '1.0', requestedBy: 'ben', waitLockMs: 10_000 });
    await rollout.promote();
    expect(await waiting).toMatchObject({ version: '1.0', requestedBy: 'ben' });
  });
});

describe('too few requests to judge', () => {
  const quiet = { minRequests: 1_000_000, windowMs: 20 };

  it('is said, and completes unless told otherwise', async () => {
    const { rollout, id } = await inAnalysis({ analysis: quiet });
    const ended = await rollout.ended(id);
    expect(ended).toMatchObject({ outcome: 'completed', analysis: { verdict: 'inconclusive' } });
    expect(ended?.phases.at(-1)).toMatchObject({
      status: 'inconclusive',
      detail: expect.stringContaining('are needed'),
    });
  });

  it('rolls back when told so', async () => {
    const { rollout, id } = await inAnalysis({ analysis: { ...quiet, onInconclusive: 'roll_back' } });
    expect(await rollout.ended(id)).toMatchObject({ outcome: 'rolled_back', reason: { code: 'inconclusive' } });
  });

  it('waits for a person when told so', async () => {
    const { rollout, id, shop } = await inAnalysis({ analysis: { ...quiet, onInconclusive: 'pause' } });
    await expect.poll(() => rollout.active()?.paused).toBe(true);
    expect(await shop.serving()).toEqual({ '1.1': 100 });
    await rollout.promote();
    expect(await rollout.ended(id)).toMatchObject({ outcome: 'completed', analysis: { verdict: 'inconclusive' } });
  });
});
