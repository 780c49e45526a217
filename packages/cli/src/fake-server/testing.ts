import { spawn } from 'node:child_process';
import { appendFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Deployment } from '@seaworthy/api';
import {
  runningDeployment,
  sampleDeployment,
  sampleInstance,
  sampleSlot,
  sampleStatus,
  startStub,
} from '@seaworthy/api/testing';
import { startTimeOf } from '../control-plane/process-table.ts';

/**
 * A control plane for tests of `up` and `down`, run as a process: it keeps to the state folder and the routes, runs a
 * sleeping process as its instance, and misbehaves as FAKE_SERVER says.
 */
const how = process.env['FAKE_SERVER'] ?? '';
const { values } = parseArgs({
  args: process.argv.slice(2),
  options: {
    file: { type: 'string' },
    'state-dir': { type: 'string' },
    listen: { type: 'string' },
    'on-start': { type: 'string' },
  },
});
const folder = values['state-dir'] ?? '';
const run = join(folder, 'run');

if (how === 'bad-config') {
  process.stderr.write('seaworthy.yaml:2:3  traffic.listen  expected a port, got "80x". Write 8080.\n');
  process.exit(2);
}
if (how === 'silent') process.exit(7);

const instance = spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
for (const name of ['run', 'keys']) mkdirSync(join(folder, name), { recursive: true });
for (const pid of [process.pid, instance.pid ?? 0]) {
  appendFileSync(join(run, 'started'), `${pid} ${startTimeOf(pid)}\n`);
}
const startedAt = new Date().toISOString();
let looks = 0;

const stub = await startStub({
  version: () => ({ version: '0.1.0', node: process.version }),
  status: () => (firstRelease().outcome === 'completed' ? serving() : starting()),
  deployment: () => firstRelease(true),
  async *events({ signal }) {
    yield* [];
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
  },
  createSignInLink: () => ({ url: 'http://console/sign-in#swc_1', expiresAt: startedAt }),
  stop: () => {
    setTimeout(end, 50);
    return { ok: true as const };
  },
});

function firstRelease(isLook = false): Deployment {
  if (isLook) looks += 1;
  const mine = { id: 'd-1', version: '1.0.0', fromVersion: null, slot: 'blue' as const, startedAt };
  if (looks < 3) return runningDeployment(looks, mine);
  if (how !== 'first-fails') return sampleDeployment(mine);
  const reason = { code: 'start_failed' as const, message: 'The process ended with 1.' };
  return sampleDeployment({ ...mine, outcome: 'failed', failedPhase: 'deployment', reason });
}

function starting() {
  const nothing = { liveVersion: null, liveSlot: null, current_environment: null, active_environment: null };
  return { ...sampleStatus({ ...nothing, lastDeployment: firstRelease() }), health: 'unknown' as const };
}

function serving() {
  const blue = sampleSlot('blue', { share: 1, instances: [sampleInstance('blue', { pid: instance.pid ?? null })] });
  const live = { liveVersion: '1.0.0', liveSlot: 'blue' as const, slots: [blue], lastDeployment: firstRelease() };
  return sampleStatus(live);
}

function end(): void {
  if (how !== 'stubborn') instance.kill();
  rmSync(join(run, 'server.json'), { force: true });
  process.exit(0);
}

writeFileSync(join(folder, 'keys', 'cli.token'), stub.token);
const record = { pid: process.pid, startTime: startTimeOf(process.pid), url: stub.url, version: '0.1.0' };
writeFileSync(join(run, 'server.json'), JSON.stringify(record));
