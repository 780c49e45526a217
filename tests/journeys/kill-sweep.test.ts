import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Deployment, ServiceStatus } from '@seaworthy/api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { send, startLoad } from './load.ts';
import type { Installation } from './seaworthy.ts';
import { eventually, install, isAlive, kill, plainYaml } from './seaworthy.ts';

const killedServer = fileURLToPath(new URL('./killed-server.mjs', import.meta.url));
const yaml = plainYaml
  .replace('deadline: 10s', 'deadline: 1s')
  .replace('settle: 200ms', 'settle: 50ms')
  .replace('{window: 2s, interval: 250ms, minRequests: 20}', '{window: 800ms, interval: 200ms, minRequests: 10}')
  .replace('{http: GET /, status: 200}', '{http: GET /validate, status: 200}');

let installation: Installation;
let versions = 0;

beforeEach(async () => {
  installation = await install({ yaml });
  const started = await up();
  expect(started, started.stderr).toMatchObject({ code: 0 });
});
afterEach(() => installation.remove());

describe('the control plane, killed with -9 at every stored transition of a deployment', () => {
  it.each([
    { what: 'a good release', fault: '', ends: ['completed'] },
    { what: 'a release that never becomes healthy', fault: 'unhealthy', ends: ['rolled_back'] },
    { what: 'a release that answers with errors', fault: 'errors:1', ends: ['rolled_back'] },
  ])('of $what', async ({ fault, ends }) => {
    const load = startLoad({
      port: installation.proxyPort,
      ratePerSecond: 60,
      accepts: (status) => fault !== '' || status === 200,
    });
    const points = await pointsOf(fault);
    expect(points.length).toBeGreaterThan(8);
    for (const point of points) {
      const { document, version } = await deployAndKill(fault, point);
      expect(ends, `killed at ${point}: ${document.reason?.message}`).toContain(document.outcome);
      await expectOneVersionServing(document.outcome === 'completed' ? version : undefined);
      expectNoOrphans(await status());
    }
    const report = await load.stop();
    // What a bad version answers is its own; nothing else may have failed.
    expect(report.failed).toEqual([]);
  });
});

/** The points that such a deployment passes when nobody kills anything. */
async function pointsOf(fault: string): Promise<string[]> {
  const file = join(installation.folder, 'points');
  rmSync(file, { force: true });
  await restartWith({ POINTS: file });
  await installation.cli(...deployment(nextVersion(), fault));
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '');
}

async function deployAndKill(fault: string, point: string): Promise<{ document: Deployment; version: string }> {
  const version = nextVersion();
  const doomed = await restartWith({ POINTS: join(installation.folder, 'points'), KILL_AT: point });
  const deploying = installation.json<Deployment>(...deployment(version, fault));
  await eventually(`the control plane is killed at ${point}`, () => !isAlive(doomed));
  await up();
  const { document } = await deploying;
  return { document, version };
}

/** Ends the control plane alone, and starts the one with the fault point in its place. */
async function restartWith(env: Record<string, string>): Promise<number> {
  const { pid } = installation.server();
  process.kill(pid, 'SIGTERM');
  await eventually('the control plane has ended', () => !isAlive(pid));
  const args = [
    killedServer,
    join(installation.folder, 'seaworthy.yaml'),
    installation.stateFolder,
    String(installation.apiPort),
  ];
  const child = spawn(process.execPath, args, { env: { ...process.env, ...env }, stdio: 'ignore', detached: true });
  await eventually('the control plane answers', () => recordedPid() === child.pid);
  return child.pid ?? 0;
}

function recordedPid(): number | undefined {
  return existsSync(join(installation.stateFolder, 'run/server.json')) ? installation.server().pid : undefined;
}

async function expectOneVersionServing(expected: string | undefined): Promise<void> {
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => send({ port: installation.proxyPort, path: '/validate' })),
  );
  const served = new Set(answers.map((answer) => answer.version));
  expect(served.size).toBe(1);
  expect([...served][0]).toBe((await status()).liveVersion);
  if (expected !== undefined) expect([...served][0]).toBe(expected);
}

/** Every process of the service is an instance that the control plane knows, and the other way round. */
function expectNoOrphans({ slots }: ServiceStatus): void {
  const known = slots.flatMap((slot) => slot.instances.map(({ pid }) => pid)).sort();
  const running = installation
    .processes()
    .filter(({ command }) => /server\.mjs/.test(command) && !/killed-server/.test(command))
    .map(({ pid }) => pid)
    .sort();
  expect(running).toEqual(known);
}

async function status(): Promise<ServiceStatus> {
  return (await installation.json<ServiceStatus>('status')).document;
}

function up() {
  return installation.cli('up', '--detach', '--port', String(installation.apiPort));
}

function deployment(version: string, fault: string): string[] {
  return ['deploy', version, ...(fault === '' ? [] : ['--env', `FAULT=${fault}`])];
}

function nextVersion(): string {
  versions += 1;
  return `2.0.${versions}`;
}

it('the proxy, killed with -9 at ten moments of deployments, is back within a second with its routes', async () => {
  const outages: number[] = [];
  for (let round = 0; round < 10; round += 1) {
    const before = (await status()).proxy.pid;
    const deploying = installation.json<Deployment>(...deployment(nextVersion(), ''));
    await eventually('the deployment is under way', async () => (await status()).deploymentState !== 'idle');
    await new Promise((resolve) => setTimeout(resolve, round * 120));
    kill(before ?? 0);
    const killedAt = performance.now();
    // Workers of the killed proxy may answer for some more milliseconds: only the new one counts.
    await eventually('a new proxy is there', async () => ![null, before].includes(await proxyPid()), 5_000);
    await eventually('the proxy serves again', serves, 5_000);
    outages.push(performance.now() - killedAt);

    const { document } = await deploying;
    expect(['completed', 'rolled_back'], document.reason?.message).toContain(document.outcome);
    await expectOneVersionServing(undefined);
    expectNoOrphans(await status());
  }
  outages.sort((a, b) => a - b);
  // The median: one round may meet a busy machine.
  expect(outages[5], `outages: ${outages.map(Math.round).join(', ')} ms`).toBeLessThan(1_000);
});

async function proxyPid(): Promise<number | null> {
  const { token } = installation.access();
  const answer = await send({
    port: installation.apiPort,
    path: '/api/v1/status',
    headers: { authorization: `Bearer ${token}` },
  });
  return (JSON.parse(answer.body) as ServiceStatus).proxy.pid;
}

async function serves(): Promise<boolean> {
  return send({ port: installation.proxyPort, path: '/' })
    .then(({ status: code }) => code === 200)
    .catch(() => false);
}

it('refuses a second deployment with the name of who holds the first', async () => {
  const first = installation.json<Deployment>('deploy', nextVersion(), '--env', 'FAULT=unhealthy');
  await eventually('the first is under way', async () => (await status()).deploymentState !== 'idle');
  const { code, document } = await installation.json<Deployment>('deploy', nextVersion());
  expect({ code, outcome: document.outcome, reason: document.reason?.code }).toEqual({
    code: 4,
    outcome: 'refused',
    reason: 'lock_held',
  });
  expect(document.reason?.message).toMatch(/by \S+/);
  expect((await first).document.outcome).toBe('rolled_back');
});
