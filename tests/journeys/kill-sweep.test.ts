import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Deployment } from '@seaworthy/api';
import { describe, expect, it, onTestFinished } from 'vitest';
import { send, startLoad } from './load.ts';
import type { Installation } from './seaworthy.ts';
import { eventually, install, isAlive, kill, plainYaml, statusOf } from './seaworthy.ts';

const killedServer = fileURLToPath(new URL('./killed-server.mjs', import.meta.url));
const yaml = plainYaml
  .replace('minRequests: 20', 'minRequests: 10')
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
    if (fault === 'unhealthy') await hurry(site);
    // What a bad version answers is its own; nothing else may fail.
    const accepts = (status: number) => fault !== '' || status === 200;
    const load = startLoad({ port: site.proxyPort, ratePerSecond: 60, accepts });
    const points = await pointsOf(site, fault);
    expect(points.length).toBeGreaterThan(8);
    for (const point of points) {
      const { document, version } = await deployAndKill(site, fault, point);
      expect(document.outcome, `killed at ${point}: ${JSON.stringify(document)}`).toBe(ends);
      await expectOneVersionServing(site, document.outcome === 'completed' ? version : undefined);
      await expectNoOrphans(site);
    }
    expect((await load.stop()).failed).toEqual([]);
  });
});

it('the proxy, killed with -9 at ten moments of deployments, is back within a second with its routes', async () => {
  const site = await started();
  const outages: number[] = [];
  const starts: number[] = [];
  for (let round = 0; round < 10; round += 1) {
    const before = await proxyPid(site);
    const deploying = site.json<Deployment>(...deployment(nextVersion(), ''));
    await eventually('the deployment is under way', () => isDeploying(site));
    await new Promise((resolve) => setTimeout(resolve, round * 120));
    kill(before ?? 0);
    const killedAt = performance.now();
    // Workers of the killed proxy may answer for some more milliseconds: only the new one counts.
    await eventually('a new proxy is there', async () => ![null, before].includes(await proxyPid(site)));
    await eventually('the proxy serves again', () => serves(site));
    outages.push(performance.now() - killedAt);
    starts.push(await startOfNode());

    const { document } = await deploying;
    expect(['completed', 'rolled_back'], document.reason?.message).toContain(document.outcome);
    await expectOneVersionServing(site, undefined);
    await expectNoOrphans(site);
  }
  const [outage, start] = [median(outages), median(starts)];
  const said = `outages: ${outages.map(Math.round).join(', ')} ms; a start of Node: ${Math.round(start)} ms`;
  // A second is for a machine that has time; one on which nothing starts quickly is given as much longer.
  expect(outage, said).toBeLessThan(Math.max(1_000, 15 * start));
});

it('refuses a second deployment with the name of who holds the first', async () => {
  const site = await started();
  const first = site.json<Deployment>(...deployment(nextVersion(), 'unhealthy'));
  await eventually('the first is under way', () => isDeploying(site));
  const { code, document } = await site.json<Deployment>('deploy', nextVersion());
  expect({ code, outcome: document.outcome, reason: document.reason?.code }).toEqual({
    code: 4,
    outcome: 'refused',
    reason: 'lock_held',
  });
  expect(document.reason?.message).toMatch(/by \S+/);
  expect(await site.cli('abort')).toMatchObject({ code: 0 });
  expect((await first).document).toMatchObject({ outcome: 'rolled_back', reason: { code: 'aborted' } });
});

async function started(): Promise<Installation> {
  const site = await install({ yaml });
  onTestFinished(() => site.remove());
  const up = await site.cli('up', '--detach', '--port', String(site.apiPort));
  expect(up, up.stderr).toMatchObject({ code: 0 });
  return site;
}

/** From the next start of the control plane on, for a site on which nothing becomes healthy any more. */
async function hurry({ folder }: Installation): Promise<void> {
  const file = join(folder, 'seaworthy.yaml');
  writeFileSync(file, readFileSync(file, 'utf8').replace('deadline: 30s', 'deadline: 500ms'));
}

/** The points that such a deployment passes when nobody kills anything. */
async function pointsOf(site: Installation, fault: string): Promise<string[]> {
  const { pid } = site.server();
  process.kill(pid, 'SIGTERM');
  await eventually('the control plane has ended', () => !isAlive(pid));
  await startKillable(site);
  rmSync(pointsFile(site), { force: true });
  await site.cli(...deployment(nextVersion(), fault));
  const lines = readFileSync(pointsFile(site), 'utf8').trim().split('\n');
  return lines.map((line) => line.split(' ')[0] ?? '');
}

async function deployAndKill(site: Installation, fault: string, point: string) {
  const version = nextVersion();
  const { pid } = site.server();
  writeFileSync(killFile(site), point);
  const deploying = site.json<Deployment>(...deployment(version, fault));
  await eventually(`the control plane is killed at ${point}`, () => !isAlive(pid));
  await startKillable(site);
  const { document } = await deploying;
  return { document, version };
}

/** The control plane with the fault point, in the place of one that has ended. */
async function startKillable(site: Installation): Promise<void> {
  const args = [killedServer, join(site.folder, 'seaworthy.yaml'), site.stateFolder, String(site.apiPort)];
  const env = { ...process.env, POINTS: pointsFile(site), KILL_AT: killFile(site) };
  const child = spawn(process.execPath, args, { env, stdio: 'ignore', detached: true });
  await eventually('the control plane answers', () => {
    if (child.exitCode !== null) throw new Error(`the control plane ended with ${child.exitCode}`);
    return recordedPid(site) === child.pid;
  });
}

function pointsFile({ folder }: Installation): string {
  return join(folder, 'points');
}

function killFile({ folder }: Installation): string {
  return join(folder, 'kill-at');
}

function recordedPid(site: Installation): number | undefined {
  return existsSync(join(site.stateFolder, 'run/server.json')) ? site.server().pid : undefined;
}

async function expectOneVersionServing(site: Installation, expected: string | undefined): Promise<void> {
  const asked = Array.from({ length: 10 }, () => send({ port: site.proxyPort, path: '/validate' }));
  const served = new Set((await Promise.all(asked)).map((answer) => answer.version));
  expect([...served]).toEqual([(await statusOf(site)).liveVersion]);
  if (expected !== undefined) expect([...served]).toEqual([expected]);
}

/** Every process of the service is an instance that the control plane knows, and the other way round. */
async function expectNoOrphans(site: Installation): Promise<void> {
  const pids = async () => {
    const { slots } = await statusOf(site);
    const known = slots.flatMap((slot) => slot.instances.map(({ pid }) => pid)).sort();
    const running = site.processes().filter(({ command }) => /(^|\s)server\.mjs/.test(command));
    return { known, running: running.map(({ pid }) => pid).sort() };
  };
  // An old version may be about to end just now; an orphan stays.
  let told = '';
  await eventually('every process of the service is a known instance, and no other', async () => {
    const { known, running } = await pids();
    told = `known ${known}, running ${running}`;
    return `${known}` === `${running}`;
  }).catch((cause: Error) => {
    throw new Error(`${cause.message}; ${told}`, { cause });
  });
}

async function isDeploying(site: Installation): Promise<boolean> {
  return (await statusOf(site)).deploymentState !== 'idle';
}

async function proxyPid(site: Installation): Promise<number | null> {
  return (await statusOf(site)).proxy.pid;
}

function serves({ proxyPort }: Installation): Promise<boolean> {
  return send({ port: proxyPort, path: '/' }).then(
    ({ status: code }) => code === 200,
    () => false,
  );
}

/** How long the machine takes for the least that could be started, as busy as it is. */
async function startOfNode(): Promise<number> {
  const startedAt = performance.now();
  await new Promise((resolve) => spawn(process.execPath, ['-e', '0']).on('exit', resolve));
  return performance.now() - startedAt;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

function deployment(version: string, fault: string): string[] {
  return ['deploy', version, ...(fault === '' ? [] : ['--env', `FAULT=${fault}`])];
}

function nextVersion(): string {
  versions += 1;
  return `2.0.${versions}`;
}
