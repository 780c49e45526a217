import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Deployment, ServiceStatus } from '@seaworthy/api';
import { describe, expect, it, onTestFinished } from 'vitest';
import { send, startLoad } from './load.ts';
import type { Installation } from './seaworthy.ts';
import { eventually, install, isAlive, kill, plainYaml } from './seaworthy.ts';

const killedServer = fileURLToPath(new URL('./killed-server.mjs', import.meta.url));
const yaml = plainYaml
  .replace('deadline: 10s', 'deadline: 1s')
  .replace('settle: 200ms', 'settle: 50ms')
  .replace(
    '{window: 2s, interval: 250ms, minRequests: 20}',
    '{window: 800ms, interval: 200ms, minRequests: 10, latencyRatio: 50}',
  )
  .replace('{http: GET /, status: 200}', '{http: GET /validate, status: 200}');

let versions = 0;

describe('the control plane, killed with -9 at every stored transition of a deployment', () => {
  // Side by side: each sweep is its own installation, and waits most of the time.
  it.concurrent.each([
    { what: 'a good release', fault: '', ends: 'completed' },
    { what: 'a release that never becomes healthy', fault: 'unhealthy', ends: 'rolled_back' },
    { what: 'a release that answers with errors', fault: 'errors:1', ends: 'rolled_back' },
  ])('of $what', async ({ fault, ends }) => {
    const site = await started();
    // What a bad version answers is its own; nothing else may fail.
    const accepts = (status: number) => fault !== '' || status === 200;
    const load = startLoad({ port: site.proxyPort, ratePerSecond: 60, accepts });
    const points = await pointsOf(site, fault);
    expect(points.length).toBeGreaterThan(8);
    for (const point of points) {
      const { document, version } = await deployAndKill(site, fault, point);
      expect(document.outcome, `killed at ${point}: ${document.reason?.message}`).toBe(ends);
      await expectOneVersionServing(site, document.outcome === 'completed' ? version : undefined);
      await expectNoOrphans(site);
    }
    expect((await load.stop()).failed).toEqual([]);
  });
});

it('the proxy, killed with -9 at ten moments of deployments, is back within a second with its routes', async () => {
  const site = await started();
  const outages: number[] = [];
  for (let round = 0; round < 10; round += 1) {
    const before = await proxyPid(site);
    const deploying = site.json<Deployment>(...deployment(nextVersion(), ''));
    await eventually('the deployment is under way', async () => (await status(site)).deploymentState !== 'idle');
    await new Promise((resolve) => setTimeout(resolve, round * 120));
    kill(before ?? 0);
    const killedAt = performance.now();
    // Workers of the killed proxy may answer for some more milliseconds: only the new one counts.
    await eventually('a new proxy is there', async () => ![null, before].includes(await proxyPid(site)), 5_000);
    await eventually('the proxy serves again', () => serves(site), 5_000);
    outages.push(performance.now() - killedAt);

    const { document } = await deploying;
    expect(['completed', 'rolled_back'], document.reason?.message).toContain(document.outcome);
    await expectOneVersionServing(site, undefined);
    await expectNoOrphans(site);
  }
  outages.sort((a, b) => a - b);
  // The median: one round may meet a busy machine.
  expect(outages[5], `outages: ${outages.map(Math.round).join(', ')} ms`).toBeLessThan(1_000);
});

it('refuses a second deployment with the name of who holds the first', async () => {
  const site = await started();
  const first = site.json<Deployment>('deploy', nextVersion(), '--env', 'FAULT=unhealthy');
  await eventually('the first is under way', async () => (await status(site)).deploymentState !== 'idle');
  const { code, document } = await site.json<Deployment>('deploy', nextVersion());
  expect({ code, outcome: document.outcome, reason: document.reason?.code }).toEqual({
    code: 4,
    outcome: 'refused',
    reason: 'lock_held',
  });
  expect(document.reason?.message).toMatch(/by \S+/);
  expect((await first).document.outcome).toBe('rolled_back');
});

async function started(): Promise<Installation> {
  const site = await install({ yaml });
  onTestFinished(() => site.remove());
  const up = await bringUp(site);
  expect(up, up.stderr).toMatchObject({ code: 0 });
  return site;
}

/** The points that such a deployment passes when nobody kills anything. */
async function pointsOf(site: Installation, fault: string): Promise<string[]> {
  const file = join(site.folder, 'points');
  rmSync(file, { force: true });
  await restartWith(site, { POINTS: file });
  await site.cli(...deployment(nextVersion(), fault));
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => line.split(' ')[0] ?? '');
}

async function deployAndKill(site: Installation, fault: string, point: string) {
  const version = nextVersion();
  const doomed = await restartWith(site, { POINTS: join(site.folder, 'points'), KILL_AT: point });
  const deploying = site.json<Deployment>(...deployment(version, fault));
  await eventually(`the control plane is killed at ${point}`, () => !isAlive(doomed));
  await bringUp(site);
  const { document } = await deploying;
  return { document, version };
}

/** Ends the control plane alone, and starts the one with the fault point in its place. */
async function restartWith(site: Installation, env: Record<string, string>): Promise<number> {
  const { pid } = site.server();
  process.kill(pid, 'SIGTERM');
  await eventually('the control plane has ended', () => !isAlive(pid));
  const args = [killedServer, join(site.folder, 'seaworthy.yaml'), site.stateFolder, String(site.apiPort)];
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: 'ignore', detached: true });
  await eventually('the control plane answers', () => recordedPid(site) === child.pid);
  return child.pid ?? 0;
}

function recordedPid(site: Installation): number | undefined {
  return existsSync(join(site.stateFolder, 'run/server.json')) ? site.server().pid : undefined;
}

async function expectOneVersionServing(site: Installation, expected: string | undefined): Promise<void> {
  const asked = Array.from({ length: 10 }, () => send({ port: site.proxyPort, path: '/validate' }));
  const served = new Set((await Promise.all(asked)).map((answer) => answer.version));
  expect([...served]).toEqual([(await status(site)).liveVersion]);
  if (expected !== undefined) expect([...served]).toEqual([expected]);
}

/** Every process of the service is an instance that the control plane knows, and the other way round. */
async function expectNoOrphans(site: Installation): Promise<void> {
  const { slots } = await status(site);
  const known = slots.flatMap((slot) => slot.instances.map(({ pid }) => pid)).sort();
  const running = site.processes().filter(({ command }) => /(^|\s)server\.mjs/.test(command));
  expect(running.map(({ pid }) => pid).sort()).toEqual(known);
}

async function status({ apiPort, access }: Installation): Promise<ServiceStatus> {
  const headers = { authorization: `Bearer ${access().token}` };
  return JSON.parse((await send({ port: apiPort, path: '/api/v1/status', headers })).body) as ServiceStatus;
}

async function proxyPid(site: Installation): Promise<number | null> {
  return (await status(site)).proxy.pid;
}

function serves({ proxyPort }: Installation): Promise<boolean> {
  return send({ port: proxyPort, path: '/' }).then(
    ({ status: code }) => code === 200,
    () => false,
  );
}

function bringUp(site: Installation) {
  return site.cli('up', '--detach', '--port', String(site.apiPort));
}

function deployment(version: string, fault: string): string[] {
  return ['deploy', version, ...(fault === '' ? [] : ['--env', `FAULT=${fault}`])];
}

function nextVersion(): string {
  versions += 1;
  return `2.0.${versions}`;
}
