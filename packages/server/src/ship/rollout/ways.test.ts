import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testFolder } from '../../platform/testing.ts';
import { testInstallation } from './testing.ts';

describe('validation', () => {
  const command = (script: string) => ({
    kind: 'command' as const,
    command: [process.execPath, '-e', script],
    timeoutMs: 5_000,
  });
  const http = (path: string, status: number) => ({
    kind: 'http' as const,
    method: 'GET',
    path,
    status,
    timeoutMs: 1_000,
  });

  it.each([
    [
      'a request that is answered otherwise',
      [http('/', 200), http('/missing', 200)],
      'GET /missing answered 404, 200 is needed',
    ],
    ['a command that fails', [command('process.exit(4)')], 'exited 4'],
  ])('ends the release by %s, before anybody saw it', async (_what, validation, message) => {
    const shop = await testInstallation({ validation });
    await shop.release('1.0');
    expect(await shop.deploy(shop.connect(), '1.0')).toMatchObject({
      outcome: 'failed',
      failedPhase: 'validation',
      reason: { code: 'validation_failed', message: expect.stringContaining(message) },
    });
    expect(shop.traffic.splits).toEqual([]);
  });

  it('runs commands in the folder of the release and tells them where it listens', async () => {
    const script = `
      if (require('fs').readFileSync('version.txt', 'utf8') !== process.env.SERVICE_VERSION) throw new Error('elsewhere');
      fetch(process.env.TARGET_URL).then((r) => r.text()).then((t) => { if (t !== '1.0') process.exit(7); });`;
    const shop = await testInstallation({ validation: [command(script)] });
    await shop.release('1.0');
    expect(await shop.deploy(shop.connect(), '1.0')).toMatchObject({ outcome: 'completed' });
  });
});

describe('a canary', () => {
  const steps = [
    { weight: 0.05, pauseMs: 15 },
    { weight: 0.5, pauseMs: 15 },
  ];

  it('takes its share step by step, then all', async () => {
    const shop = await testInstallation({ strategy: 'canary', canary: { steps }, analysis: { minRequests: 1 } });
    await shop.release('1.0', '1.1');
    const rollout = shop.connect();
    await shop.deploy(rollout, '1.0');
    expect(await shop.deploy(rollout, '1.1')).toMatchObject({ outcome: 'completed', strategy: 'canary' });
    expect(shop.traffic.splits).toEqual([
      { blue: 100, green: 0 },
      { blue: 950, green: 50 },
      { blue: 500, green: 500 },
      { blue: 0, green: 100 },
    ]);
  });

  it('that is bad never gets more than the share of the step that saw it', async () => {
    const shop = await testInstallation({ strategy: 'canary', canary: { steps }, analysis: { minRequests: 1 } });
    await shop.release('1.0', '2.0');
    const rollout = shop.connect();
    await shop.deploy(rollout, '1.0');
    shop.behave.set('2.0', { errorShare: 1 });
    expect(await shop.deploy(rollout, '2.0')).toMatchObject({
      outcome: 'rolled_back',
      failedPhase: 'traffic_switch',
      reason: { code: 'error_rate' },
    });
    expect(Math.max(...shop.traffic.splits.slice(1).map(({ green }) => green))).toBe(50);
    expect(await shop.serving()).toEqual({ '1.0': 100 });
  });
});

describe('a migration', () => {
  const migrate = (script: string, pauseTraffic: boolean) => ({
    migrate: { command: [process.execPath, '-e', script], pauseTraffic, timeoutMs: 5_000 },
  });

  it('that fails ends the deployment before the switch, and users do not wait any longer', async () => {
    const shop = await testInstallation(migrate('process.exit(1)', true));
    await shop.release('1.0');
    expect(await shop.deploy(shop.connect(), '1.0')).toMatchObject({
      failedPhase: 'traffic_switch',
      reason: { code: 'migration_failed' },
    });
    expect((await shop.traffic.state()).paused).toBe(false);
  });

  it('that goes well comes before the switch', async () => {
    const shop = await testInstallation(migrate('', false));
    await shop.release('1.0');
    const rollout = shop.connect();
    const { id } = await shop.deploy(rollout, '1.0');
    const steps = (await rollout.transitions(id)).map(({ what }) => what);
    expect(steps.indexOf('migrate')).toBeLessThan(steps.indexOf('switch'));
  });
});

describe('a dry run', () => {
  it('changes nothing but its own record, which is never active', async () => {
    const shop = await testInstallation();
    await shop.release('1.0');
    const rollout = shop.connect();
    await shop.deploy(rollout, '1.0');
    const source = join(await testFolder(), 'next');
    await mkdir(source);
    await writeFile(join(source, 'server.js'), '');
    const policy = { ...shop.policy, runtime: { ...shop.policy.runtime, command: [process.execPath, 'server.js'] } };
    const dry = shop.connect({ policy });
    const tried = await dry.deploy({ version: '1.1', source, dryRun: true, requestedBy: 'ada' });
    expect(tried).toMatchObject({ outcome: 'dry_run', status: 'pending', slot: null, fromVersion: '1.0' });
    expect(tried.phases[4]).toMatchObject({
      name: 'traffic_switch',
      status: 'skipped',
      detail: 'would do: measure_baseline, switch',
    });
    expect(await shop.serving()).toEqual({ '1.0': 100 });
    expect(shop.supervisor.versionIn('green')).toBeUndefined();
    expect((await rollout.list({ limit: 10 })).items.map(({ status }) => status)).toEqual(['pending', 'active']);
    await expect(rollout.deploy({ version: '1.1', requestedBy: 'ada' })).rejects.toMatchObject({
      code: 'release_not_found',
    });
  });

  it('tells every command that cannot be run', async () => {
    const shop = await testInstallation({
      validation: [{ kind: 'command', command: ['./smoke'], timeoutMs: 1_000 }],
    });
    await shop.release('1.0');
    const policy = { ...shop.policy, runtime: { ...shop.policy.runtime, command: ['no-such-program'] } };
    const tried = await shop.connect({ policy }).deploy({ version: '1.0', dryRun: true, requestedBy: 'ada' });
    expect(tried).toMatchObject({ outcome: 'failed', status: 'failed', failedPhase: 'preparation' });
    expect(tried.reason?.message).toContain('runtime.command: `no-such-program`');
    expect(tried.reason?.message).toContain('release.validation: `./smoke`');
  });
});

describe('what is refused', () => {
  it.each([
    ['rolling, which is not built', { strategy: 'rolling' as const }, 'unsupported'],
    ['an image, by the process runtime', { image: 'shop:2' }, 'unsupported'],
    ['a source that is not there', { source: '/no/such/folder' }, 'release_rejected'],
    ['a version without files', { version: '9' }, 'release_not_found'],
  ])('%s', async (_what, change, code) => {
    const shop = await testInstallation();
    await shop.release('1.0');
    const rollout = shop.connect();
    await expect(rollout.deploy({ version: '1.0', requestedBy: 'ada', ...change })).rejects.toMatchObject({ code });
    expect(await rollout.count()).toBe(0);
  });

  it('everything while deployments are frozen', async () => {
    const shop = await testInstallation();
    await shop.release('1.0');
    const rollout = shop.connect({ frozen: async () => 'the error budget is spent' });
    await expect(rollout.deploy({ version: '1.0', requestedBy: 'ada' })).rejects.toMatchObject({
      code: 'frozen',
      message: 'Deployments are frozen: the error budget is spent.',
    });
  });

  it('other files for a version that exists: it ends failed, having changed nothing', async () => {
    const shop = await testInstallation();
    await shop.release('1.0');
    const source = await testFolder();
    await writeFile(join(source, 'version.txt'), 'another 1.0');
    expect(await shop.deploy(shop.connect(), '1.0', { source })).toMatchObject({
      outcome: 'failed',
      failedPhase: 'preparation',
      reason: { code: 'release_rejected' },
      rollback: { attempted: false },
    });
  });
});

it('a control plane that was restarted meanwhile takes the baseline from the start of the deployment', async () => {
  const shop = await testInstallation();
  await shop.release('1.0', '1.1');
  const rollout = shop.connect({ sampler: { last: () => undefined, slowest: () => null } });
  await shop.deploy(rollout, '1.0');
  const { analysis } = await shop.deploy(rollout, '1.1');
  expect(analysis?.verdict).toBe('pass');
  expect(analysis?.baseline?.requests).toBeGreaterThan(20);
});

describe('the report', () => {
  it('counts what clients sent, and not what the deployment itself sent', async () => {
    const shop = await testInstallation({ analysis: { windowMs: 15 } });
    await shop.release('1.0');
    const before = (await shop.traffic.counters()).total.requests;
    const { requests } = await shop.deploy(shop.connect(), '1.0');
    const after = (await shop.traffic.counters()).total.requests;
    expect(requests).toEqual({ total: after - before - 1, failed: 0, retried: 0 });
  });

  it('says when the proxy was restarted meanwhile', async () => {
    const shop = await testInstallation();
    await shop.release('1.0');
    const rollout = shop.connect({
      faultPoint: (_seq, name, moment) =>
        name === 'switch' && moment === 'acted' ? shop.traffic.restart() : undefined,
    });
    const { phases, requests } = await shop.deploy(rollout, '1.0');
    expect(phases.at(-1)?.detail).toContain('the proxy restarted meanwhile: requests are counted incompletely');
    expect(requests.total).toBeGreaterThan(0);
  });
});

it('the history is paged, newest first', async () => {
  const shop = await testInstallation({ analysis: { windowMs: 5 }, settleMs: 0 });
  await shop.release('1.0', '1.1', '1.2');
  const rollout = shop.connect();
  for (const version of ['1.0', '1.1', '1.2']) await shop.deploy(rollout, version);
  const first = await rollout.list({ limit: 2 });
  expect(first.items.map(({ version }) => version)).toEqual(['1.2', '1.1']);
  const second = await rollout.list({ limit: 2, cursor: first.nextCursor ?? '' });
  expect(second.items.map(({ version }) => version)).toEqual(['1.0']);
  expect(second.nextCursor).toBeNull();
});

it('after a reboot what was live is started again and gets its traffic back', async () => {
  const shop = await testInstallation();
  await shop.release('1.0');
  const rollout = shop.connect();
  await shop.deploy(rollout, '1.0');
  await rollout.stop();
  await shop.supervisor.stopAll();
  await shop.traffic.setSplit({ blue: 0, green: 0 });
  await shop.traffic.retire('blue', 0);
  const next = shop.connect();
  await next.start();
  await expect.poll(() => shop.serving()).toEqual({ '1.0': 100 });
});
