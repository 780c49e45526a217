import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { testDatabase } from '../../db/testing.ts';
import { systemClock } from '../../platform/clock.ts';
import { isRunning } from '../../platform/process-identity.ts';
import { testFolder } from '../../platform/testing.ts';
import { noSecrets } from './instance-secrets.ts';
import { createSupervisor } from './instance-supervisor.ts';
import { findFamilies } from './process-family.ts';
import { createProcessRuntime } from './process-runtime.ts';

/**
 * A control plane is killed with -9 between any two of its steps, and at moments of chance. Whatever the moment, the
 * next one must find every process, start none twice, and reach what is wanted.
 */

const PROGRAM = ['sleep', '600'];
const wanted = (directory: string, version: string) => ({
  ...{ version, directory, command: PROGRAM, instances: 2 },
  env: { PATH: '/usr/bin:/bin' },
});

/** A day in the life: two instances, one dies and is started again, a new version takes the slot, the slot is stopped. */
const LIFE = `
  import { openDatabase } from './db/database.ts';
  import { migrate } from './db/migrate.ts';
  import { systemClock } from './platform/clock.ts';
  import { createProcessRuntime } from './ship/runtime/process-runtime.ts';
  import { createSupervisor } from './ship/runtime/instance-supervisor.ts';
  import { noSecrets } from './ship/runtime/instance-secrets.ts';
  import { appendFileSync } from 'node:fs';

  const [stateDir, killAtStep, killAfterMs] = process.argv.slice(2);
  const die = () => process.kill(process.pid, 'SIGKILL');
  const wanted = (version) => ({
    version, directory: stateDir, command: ${JSON.stringify(PROGRAM)}, instances: 2, env: { PATH: '/usr/bin:/bin' },
  });
  let step = 0;
  const at = (name) => {
    appendFileSync(stateDir + '/steps', name + '\\n');
    if (++step === Number(killAtStep)) die();
  };

  async function live() {
    const db = openDatabase(stateDir + '/seaworthy.db');
    await migrate(db, { now: Date.now });
    const supervisor = createSupervisor({
      service: 'bell', stateDir, db, clock: systemClock, stopTimeoutMs: 2000, at,
      policy: { backoff: { initialMs: 20, maxMs: 20, factor: 1, jitter: 0 }, crashLoopAfter: 9, windowMs: 60000, crashLoopDelayMs: 20 },
      runtime: createProcessRuntime({ stateDir, clock: systemClock }),
      report: (error, doing) => console.error(doing, error),
      secrets: noSecrets, sealer: { seal: (text) => text, open: (text) => text },
    });
    if (killAfterMs !== '') setTimeout(die, Number(killAfterMs));
    await supervisor.adopt();
    const [first] = await supervisor.ensure('blue', wanted('1'));
    const restarted = new Promise((resolve) => supervisor.onChange((id, instance) => {
      if (instance?.restarts === 1 && instance.state === 'running') resolve();
    }));
    process.kill(first.pid, 'SIGKILL');
    await restarted;
    await supervisor.ensure('blue', wanted('2'));
    await supervisor.ensure('green', wanted('3'));
    await supervisor.stopSlot('blue');
    await supervisor.close();
  }
  void live();
`;

const packages = fileURLToPath(new URL('../../../../../node_modules', import.meta.url));
const bundles = await mkdtemp(join(tmpdir(), 'seaworthy-'));
const control = join(bundles, 'control.cjs');

beforeAll(() =>
  build({
    stdin: { contents: LIFE, resolveDir: fileURLToPath(new URL('../..', import.meta.url)), loader: 'ts' },
    ...{ outfile: control, bundle: true, platform: 'node', format: 'cjs', external: ['better-sqlite3'] },
  }),
);
afterAll(() => rm(bundles, { recursive: true }));

async function live(kill: { step?: number; afterMs?: number }) {
  const stateDir = await testFolder();
  onTestFinished(() => {
    for (const { pid } of findFamilies(stateDir)) process.kill(pid, 'SIGKILL');
  });
  const args = [control, stateDir, String(kill.step ?? ''), String(kill.afterMs ?? '')];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'], env: { NODE_PATH: packages } });
  const errors: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
  const [code, signal] = await once(child, 'exit');
  const steps = (await readFile(join(stateDir, 'steps'), 'utf8').catch(() => '')).split('\n').filter(Boolean);
  return { stateDir, code, signal, steps, errors: Buffer.concat(errors).toString() };
}

/** What the next control plane finds and makes of it; answers with the stops that it found half-done. */
async function recover(stateDir: string): Promise<readonly string[]> {
  const db = await testDatabase(join(stateDir, 'seaworthy.db'));
  const runtime = createProcessRuntime({ stateDir, clock: systemClock });
  const reports: string[] = [];
  const supervisor = createSupervisor({
    ...{ service: 'bell', stateDir, db, runtime, clock: systemClock, stopTimeoutMs: 2_000 },
    ...{ secrets: noSecrets, sealer: { seal: (text: string) => text, open: (text: string) => text } },
    report: (error, doing) => reports.push(`${doing}: ${error}`),
  });
  onTestFinished(() => supervisor.close());
  const rows = await db.selectFrom('instances').select(['id', 'wanted']).execute();
  const stopping = rows.filter(({ wanted }) => wanted === 'stopped').map(({ id }) => id);
  const serving = findFamilies(stateDir).filter(({ instanceId }) => !stopping.includes(instanceId));
  await supervisor.adopt();
  expect(serving.filter((process) => !isRunning(process))).toEqual([]);

  const known = supervisor.list();
  expect(reports).toEqual([]);
  expect(known.filter(({ id }) => stopping.includes(id))).toEqual([]);
  expect(known.every(({ state }) => state === 'running')).toBe(true);
  const processes = () =>
    findFamilies(stateDir)
      .map(({ pid, instanceId }) => `${instanceId} ${pid}`)
      .sort();
  expect(processes()).toEqual(known.map(({ id, pid }) => `${id} ${pid}`).sort());

  const green = await supervisor.ensure('green', wanted(stateDir, '3'));
  await supervisor.stopSlot('blue');
  expect(processes()).toEqual(green.map(({ id, pid }) => `${id} ${pid}`).sort());
  expect(green).toHaveLength(2);
  await supervisor.stopAll();
  expect(processes()).toEqual([]);
  expect(await db.selectFrom('instances').selectAll().execute()).toEqual([]);
  return stopping;
}

it('finds everything again after a kill at every step', async () => {
  const whole = await live({});
  expect(whole).toMatchObject({ code: 0, errors: '' });
  await recover(whole.stateDir);
  expect(new Set(whole.steps).size).toBe(8);
  for (let step = 1; step <= whole.steps.length; step++) {
    const killed = await live({ step });
    expect(killed).toMatchObject({ signal: 'SIGKILL', errors: '' });
    const stopping = await recover(killed.stateDir);
    if (killed.steps.at(-1) === 'stop_stored') expect(stopping).not.toEqual([]);
  }
});

it('finds everything again after a kill at any moment', async () => {
  for (let afterMs = 0; afterMs < 200; afterMs += 13) {
    const killed = await live({ afterMs });
    await recover(killed.stateDir);
  }
});
