import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { Deployment, LiveEvent } from '@seaworthy/api';
import { fetch } from 'undici';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { isRunning, readProcess } from './platform/process-identity.ts';
import type { AtEnd } from './platform/testing.ts';
import { atEndOfGroup } from './platform/testing.ts';
import type { Installation, RunningServer } from './testing.ts';
import { freePort, installation, pidsOf } from './testing.ts';

const patience = { timeout: 90_000, interval: 50 };

async function ask(url: string): Promise<string> {
  const answer = await fetch(url);
  return answer.ok ? answer.text() : `HTTP ${answer.status}`;
}

async function untilLive({ client }: RunningServer, version: string): Promise<Deployment> {
  return vi.waitFor(async () => {
    const { lastDeployment } = await client.call('status', {});
    if (lastDeployment?.version !== version || lastDeployment.endedAt === null)
      throw new Error(`${version} is not live`);
    return lastDeployment;
  }, patience);
}

async function upWithFirstRelease(atEnd?: AtEnd): Promise<{ home: Installation; server: RunningServer }> {
  const home = await installation(atEnd);
  const server = await home.start();
  expect(await untilLive(server, '1.0.0')).toMatchObject({ outcome: 'completed', reason: null });
  return { home, server };
}

const deploy = ({ client }: RunningServer, version: string, source: string, over: object = {}) =>
  client.call('deploy', { body: { version, source, ...over } });

describe('a service, from up to down', () => {
  it('gets its first release, a second one, and goes on with that after down and up', async () => {
    const { home, server } = await upWithFirstRelease();
    expect(await ask(home.publicUrl)).toBe('1.0.0');

    await deploy(server, '2.0.0', `${home.folder}/service`);
    expect(await untilLive(server, '2.0.0')).toMatchObject({ outcome: 'completed', fromVersion: '1.0.0' });
    expect(await ask(home.publicUrl)).toBe('2.0.0');
    await expect
      .poll(() => server.client.call('status', {}), patience)
      .toMatchObject({ liveVersion: '2.0.0', liveSlot: 'green', health: 'healthy', deploymentCount: 2 });

    await server.client.call('stop', {});
    expect(await server.ended).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(pidsOf(home.stateDir)).toEqual([]);

    const again = await home.start();
    await expect.poll(() => ask(home.publicUrl).catch(String), patience).toBe('2.0.0');
    expect((await again.client.call('deployments', { query: {} })).items).toHaveLength(2);
  });

  it('is watched live: the deployment, the status, the traffic and what else changed come as events, the lines as logs', async () => {
    const home = await installation();
    const server = await home.start();
    const missing = new Set<LiveEvent['type'] | 'the end'>(['deployment', 'status', 'traffic', 'the end']);
    for await (const { data } of server.client.stream('events', {}, { lastEventId: '0' })) {
      missing.delete(data.type);
      if (data.type === 'deployment' && data.deployment.outcome === 'completed') missing.delete('the end');
      if (missing.size === 0) break;
    }

    const silence = { matchers: ['alertname="Any"'], endsAt: new Date(Date.now() + 600_000).toISOString() };
    const topics = new Set(['audit', 'silences', 'alerts', 'health']);
    let asked: Promise<unknown> | undefined;
    for await (const { data } of server.client.stream('events', {})) {
      asked ??= server.client.call('createSilence', { body: silence });
      if (data.type === 'changed') topics.delete(data.topic);
      if (topics.size === 0) break;
    }
    await asked;

    await ask(`${home.publicUrl}/bell`);
    await expect
      .poll(async () => (await server.client.call('logs', { query: { grep: 'bell' } })).items, patience)
      .toMatchObject([
        { level: 'info', message: 'asked for /bell', instance: expect.stringContaining('plain-blue-1') },
      ]);
    const lines = server.client.stream('followLogs', { query: { grep: 'again' } })[Symbol.asyncIterator]();
    const line = lines.next();
    await expect
      .poll(() => ask(`${home.publicUrl}/again`).then(() => Promise.race([line, null])), patience)
      .not.toBeNull();
    expect((await line).value).toMatchObject({ type: 'message', data: { message: 'asked for /again' } });
    await lines.return?.();
  });
});

describe('a control plane with a live release', () => {
  const atEnd = atEndOfGroup();
  let home: Installation;
  let server: RunningServer;
  beforeAll(async () => {
    ({ home, server } = await upWithFirstRelease(atEnd));
  });

  it('serves its own health and metrics, and those of the proxy', async () => {
    const headers = { authorization: `Bearer ${server.token}` };
    const get = async (path: string) => (await fetch(server.record.url + path, { headers })).text();
    expect(JSON.parse(await get('/health'))).toMatchObject({
      services: { database: 'healthy', proxy: 'healthy', components: 'healthy' },
    });
    expect(await get('/metrics')).toContain('seaworthy_http_request_duration_seconds_count');
    expect(await get('/api/v1/proxy/metrics')).toContain('# TYPE');
    expect(JSON.parse(await get('/api/v1/openapi.json')).openapi).toBe('3.1.0');
    // Without a section for it, there is no page for the public.
    expect((await fetch(`${server.record.url}/public/status`)).status).toBe(404);
  });

  it('lets no other start beside it: that is refused with 4, and told where this one is', async () => {
    const second = await home.run();
    expect(second).toMatchObject({ code: 4, stdout: '' });
    expect(second.stderr).toContain(`process ${server.record.pid} at ${server.record.url}`);
    expect(await ask(home.publicUrl)).toBe('1.0.0');
  });

  it('brings a killed proxy back with its routes', async () => {
    const { proxy } = await server.client.call('status', {});
    process.kill(proxy.pid ?? 0, 'SIGKILL');
    await expect.poll(() => readProcess(proxy.pid ?? 0), patience).toBeUndefined();
    const isBack = { reachable: true, listen: proxy.listen, pid: expect.any(Number) };
    await expect.poll(async () => (await server.client.call('status', {})).proxy, patience).toMatchObject(isBack);
    await expect.poll(() => ask(home.publicUrl).catch(String), patience).toBe('1.0.0');
  });

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    '%s: nothing that serves ends, and the next start takes it over',
    async (signal) => {
      const before = await server.client.call('status', {});
      const { pid, startTime, bootId } = server.record;
      expect(isRunning({ pid, startTime: `${startTime}@${bootId}` })).toBe(true);
      server.kill(signal);
      await server.ended;
      expect(isRunning({ pid, startTime: `${startTime}@${bootId}` })).toBe(false);
      expect(await ask(home.publicUrl)).toBe('1.0.0');

      server = await home.start();
      const after = await server.client.call('status', {});
      const pids = (status: typeof before) => [
        status.proxy.pid,
        ...status.slots.flatMap(({ instances }) => instances.map(({ pid }) => pid)),
      ];
      expect(pids(after)).toEqual(pids(before));
      expect(after).toMatchObject({ liveVersion: '1.0.0', deploymentCount: 1 });
    },
  );
});

describe('a start that cannot be', () => {
  it.each([
    ['its own port', (port: number) => ['--listen', `127.0.0.1:${port}`], '--listen'],
    ["the users' port", () => [], 'traffic.listen'],
  ])('on a taken port (%s) says so, ends with 1 and leaves nothing running', async (_, flagsFor, remedy) => {
    const home = await installation();
    const port = await freePort();
    const squatter = createServer().listen(port, '127.0.0.1');
    onTestFinished(() => void squatter.close());
    if (remedy === 'traffic.listen') home.configure((page) => page.replace(/listen: \d+/, `listen: ${port}`));
    const ended = await home.run(flagsFor(port));
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toContain(`127.0.0.1:${port}`);
    expect(ended.stderr).toContain(remedy);
    expect(ended.stderr).not.toContain('    at ');
    await expect.poll(() => pidsOf(home.stateDir), patience).toEqual([]);
  });

  it.each([
    ['a state folder that is a file', (state: string) => writeFileSync(state, ''), 'ENOTDIR|EEXIST'],
    [
      'a database that is none',
      (state: string) => {
        mkdirSync(state);
        writeFileSync(join(state, 'seaworthy.db'), 'nonsense'.repeat(1_000));
      },
      'seaworthy.db cannot be used: file is not a database',
    ],
  ])('on %s says so and ends with 1', async (_, spoil, said) => {
    const home = await installation();
    spoil(home.stateDir);
    const ended = await home.run();
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toMatch(new RegExp(said));
    expect(ended.stderr).not.toContain('    at ');
    expect(pidsOf(home.stateDir)).toEqual([]);
  });

  it('with a bad page tells every problem on standard error and ends with 2', async () => {
    const home = await installation();
    home.configure((page) => page.replace('interval: 200ms', 'interval: 200').replace('settle', 'setle'));
    const { code, stdout, stderr } = await home.run();
    expect([code, stdout, stderr.trimEnd().split('\n').length]).toEqual([2, '', 2]);
    expect(stderr).toContain('seaworthy.yaml:7:20  health.interval  expected a duration, got 200');
  });

  it('is found by --config-check without starting anything', async () => {
    const home = await installation();
    expect(await home.run(['--config-check'])).toEqual({ code: 0, stdout: '', stderr: '' });
    expect(await home.run(['--colour', 'red'])).toMatchObject({ code: 2, stdout: '' });
    expect(pidsOf(home.stateDir)).toEqual([]);
  });
});
