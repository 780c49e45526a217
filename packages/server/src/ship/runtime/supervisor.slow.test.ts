import { once } from 'node:events';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { clearSealer, testDatabase } from '../../db/testing.ts';
import { systemClock } from '../../platform/clock.ts';
import { isRunning } from '../../platform/process-identity.ts';
import { testFolder } from '../../platform/testing.ts';
import { noSecrets } from './instance-secrets.ts';
import { createSupervisor } from './instance-supervisor.ts';
import { findFamilies } from './process-family.ts';
import { createProcessRuntime } from './process-runtime.ts';
import type { Instance, Supervisor, SupervisorOptions, WantedInstances } from './supervisor.ts';

const SERVE = `require('node:http').createServer().listen(process.env.PORT, process.env.HOST,
  () => console.log('serving ' + JSON.stringify(process.env)))`;
const policy = {
  backoff: { initialMs: 10, maxMs: 50, factor: 2, jitter: 0 },
  crashLoopAfter: 3,
  windowMs: 60_000,
  crashLoopDelayMs: 50,
};

async function setUp() {
  const stateDir = await testFolder();
  const directory = join(stateDir, 'release');
  await mkdir(directory);
  const db = await testDatabase(join(stateDir, 'seaworthy.db'));
  const runtime = createProcessRuntime({ stateDir, clock: systemClock });
  const reports: string[] = [];
  const connect = (change: Partial<SupervisorOptions> = {}): Supervisor => {
    const report = (error: unknown, doing: string) => reports.push(`${doing}: ${error}`);
    const supervisor = createSupervisor({
      ...{ service: 'bell', stateDir, db, runtime, clock: systemClock, stopTimeoutMs: 2_000, policy, report },
      ...{ secrets: noSecrets, sealer: clearSealer },
      ...change,
    });
    onTestFinished(() => supervisor.close());
    return supervisor;
  };
  onTestFinished(async () => {
    for (const left of await runtime.list()) await runtime.stop(left, { timeoutMs: 0 });
  });
  const wanted = (change: Partial<WantedInstances> = {}, script = SERVE): WantedInstances => ({
    version: '1',
    directory,
    command: [process.execPath, '-e', script],
    env: { PATH: '/usr/bin:/bin', GREETING: 'hello' },
    instances: 1,
    ...change,
  });
  const rows = () => db.selectFrom('instances').select(['id', 'wanted', 'pid']).orderBy('id').execute();
  return { stateDir, db, runtime, connect, wanted, rows, reports, supervisor: connect() };
}

/** Resolves with the first instance that is told, or is already, as asked. */
function until(supervisor: Supervisor, fits: (instance: Instance) => boolean): Promise<Instance> {
  const present = supervisor.list().find(fits);
  if (present) return Promise.resolve(present);
  return new Promise((resolve) => {
    const end = supervisor.onChange((_, instance) => {
      if (!instance || !fits(instance)) return;
      end();
      resolve(instance);
    });
  });
}

async function environmentOf({ logFile }: Instance): Promise<Record<string, string>> {
  for (;;) {
    const lines = (await readFile(logFile, 'utf8')).split('\n').filter((line) => line.startsWith('serving '));
    const last = lines.at(-1);
    if (last !== undefined) return JSON.parse(last.slice('serving '.length)) as Record<string, string>;
    await systemClock.sleep(10);
  }
}

const pids = (instances: readonly Instance[]) => instances.map(({ pid }) => pid);
const kill = ({ pid }: Instance) => process.kill(pid ?? 0, 'SIGKILL');

describe('ensure', () => {
  it('starts what is wanted, each with a port and an environment of its own', async () => {
    const { supervisor, wanted } = await setUp();
    const instances = await supervisor.ensure('green', wanted({ instances: 2 }));
    expect(instances).toMatchObject([
      { slot: 'green', version: '1', state: 'running', restarts: 0, lastExit: null },
      { slot: 'green', version: '1', state: 'running', restarts: 0, lastExit: null },
    ]);
    expect(new Set(instances.map(({ port }) => port)).size).toBe(2);
    for (const [index, instance] of instances.entries()) {
      expect(instance.id).toMatch(new RegExp(`^bell-green-${index + 1}-[a-z0-9]{6}$`));
      expect(await environmentOf(instance)).toMatchObject({
        GREETING: 'hello',
        PORT: String(instance.port),
        HOST: '127.0.0.1',
        DEPLOY_SLOT: 'green',
        INSTANCE_ID: instance.id,
        SERVICE_NAME: 'bell',
        SERVICE_VERSION: '1',
      });
    }
  });

  it('gives each instance more that it is told of, below what it was given, and never stores it', async () => {
    const { connect, wanted, db } = await setUp();
    const instanceEnv = ({ id, version }: { id: string; version: string }) => ({
      WHO: `${id} ${version}`,
      GREETING: 'no',
      KEY: 's3cret',
    });
    const [instance] = await connect({ instanceEnv }).ensure('green', wanted());
    if (instance === undefined) throw new Error('nothing was started');
    expect(await environmentOf(instance)).toMatchObject({ WHO: `${instance.id} 1`, GREETING: 'hello', KEY: 's3cret' });
    expect(JSON.stringify(await db.selectFrom('instances').selectAll().execute())).not.toContain('s3cret');
  });

  it('changes nothing when all is as wanted, also when it is asked twice at once', async () => {
    const { supervisor, wanted, runtime } = await setUp();
    const [first, second] = await Promise.all([
      supervisor.ensure('blue', wanted({ instances: 2 })),
      supervisor.ensure('blue', wanted({ instances: 2 })),
    ]);
    expect(pids(second)).toEqual(pids(first));
    expect(await runtime.list()).toHaveLength(2);
  });

  it('starts what is missing and stops what is too much', async () => {
    const { supervisor, wanted, runtime } = await setUp();
    const two = await supervisor.ensure('blue', wanted({ instances: 2 }));
    const three = await supervisor.ensure('blue', wanted({ instances: 3 }));
    expect(pids(three).slice(0, 2)).toEqual(pids(two));
    const one = await supervisor.ensure('blue', wanted({ instances: 1 }));
    expect(pids(one)).toEqual(pids(two).slice(0, 1));
    expect(await runtime.list()).toHaveLength(1);
  });

  it('replaces what has another version, and leaves the other slot alone', async () => {
    const { supervisor, wanted } = await setUp();
    const [other] = await supervisor.ensure('green', wanted());
    const [old] = await supervisor.ensure('blue', wanted());
    const [young] = await supervisor.ensure('blue', wanted({ version: '2' }));
    expect(young?.id).not.toBe(old?.id);
    expect(supervisor.list().map(({ id }) => id)).toEqual([young?.id, other?.id]);
  });

  it('fails when a command cannot be started, and remembers nothing of it', async () => {
    const { supervisor, wanted, rows } = await setUp();
    const failing = supervisor.ensure('blue', wanted({ command: ['no-such-program'] }));
    await expect(failing).rejects.toMatchObject({ code: 'start_failed' });
    expect(supervisor.list()).toEqual([]);
    expect(await rows()).toEqual([]);
  });
});

describe('an instance that ends by itself', () => {
  it('is started again as the same instance, and it is told how it ended', async () => {
    const { supervisor, wanted } = await setUp();
    const [before] = await supervisor.ensure('blue', wanted());
    if (!before) throw new Error('nothing was started');
    await environmentOf(before);
    kill(before);
    const after = await until(supervisor, ({ restarts, state }) => restarts === 1 && state === 'running');
    expect(after).toMatchObject({ id: before.id, port: before.port });
    expect(after.lastExit).toMatchObject({ code: null, signal: 'SIGKILL', message: 'ended by SIGKILL' });
    expect(after.pid).not.toBe(before.pid);
  });

  it('again and again is a crash loop, which is told and tried further', async () => {
    const { supervisor, wanted } = await setUp();
    await supervisor.ensure('blue', wanted({}, 'process.exit(3)'));
    const looping = await until(supervisor, ({ state }) => state === 'crash_loop');
    expect(looping).toMatchObject({ restarts: 3, lastExit: { code: 3, message: 'exited with code 3' } });
    await until(supervisor, ({ restarts }) => restarts > 4);
    await supervisor.stopAll();
    expect(supervisor.list()).toEqual([]);
  });

  it('because somebody else has its port gets another one', async () => {
    const { supervisor, wanted, stateDir } = await setUp();
    const taken = join(stateDir, 'taken');
    const script = `const waiting = setInterval(() => {
      if (!require('node:fs').existsSync(${JSON.stringify(taken)})) return;
      clearInterval(waiting);
      ${SERVE};
    }, 20)`;
    const [before] = await supervisor.ensure('blue', wanted({}, script));
    if (!before) throw new Error('nothing was started');
    const squatter = createServer().listen(before.port, before.host);
    onTestFinished(() => void squatter.close());
    await once(squatter, 'listening');
    await writeFile(taken, '');
    const after = await until(supervisor, ({ port }) => port !== before.port);
    expect((await environmentOf(after))['PORT']).toBe(String(after.port));
    expect(await readFile(after.logFile, 'utf8')).toContain('EADDRINUSE');
  });

  it('leaves none of its own children behind when it is started again', async () => {
    const { supervisor, wanted, stateDir } = await setUp();
    const script = `require('node:child_process').spawn('sleep', ['60'], { stdio: 'ignore' }); ${SERVE}`;
    const [before] = await supervisor.ensure('blue', wanted({}, script));
    if (!before) throw new Error('nothing was started');
    await environmentOf(before);
    const left = findFamilies(stateDir).filter(({ pid }) => pid !== before.pid);
    expect(left).toHaveLength(1);
    kill(before);
    await until(supervisor, ({ restarts, state }) => restarts === 1 && state === 'running');
    expect(left.filter(isRunning)).toEqual([]);
  });
});

describe('stopping', () => {
  it('a slot ends and forgets its instances, and those only', async () => {
    const { supervisor, wanted, runtime, rows } = await setUp();
    await supervisor.ensure('blue', wanted({ instances: 2 }));
    const [green] = await supervisor.ensure('green', wanted());
    await supervisor.stopSlot('blue');
    await supervisor.stopSlot('blue');
    expect((await runtime.list()).map(({ id }) => id)).toEqual([green?.id]);
    expect(await rows()).toEqual([{ id: green?.id, wanted: 'running', pid: green?.pid }]);
  });

  it('is not disturbed by an instance that is just being started again', async () => {
    const { supervisor, wanted, runtime, rows } = await setUp();
    await supervisor.ensure('blue', wanted({ instances: 3 }, 'process.exit(1)'));
    await until(supervisor, ({ restarts }) => restarts > 0);
    await supervisor.stopAll();
    expect(await runtime.list()).toEqual([]);
    expect(await rows()).toEqual([]);
  });
});

describe('another control plane', () => {
  it('adopts what runs, without a restart, and keeps it running from then on', async () => {
    const { supervisor, wanted, connect } = await setUp();
    const before = await supervisor.ensure('blue', wanted({ instances: 2 }));
    await supervisor.close();
    const later = connect();
    await later.adopt();
    expect(later.list()).toEqual(before);
    expect(pids(await later.ensure('blue', wanted({ instances: 2 })))).toEqual(pids(before));
    if (before[0]) kill(before[0]);
    const again = await until(later, ({ restarts, state }) => restarts === 1 && state === 'running');
    expect(again.id).toBe(before[0]?.id);
    await later.stopAll();
  });

  it('starts again what ended while nobody watched', async () => {
    const { supervisor, wanted, connect, runtime } = await setUp();
    const [before] = await supervisor.ensure('blue', wanted());
    await supervisor.close();
    if (!before) throw new Error('nothing was started');
    kill(before);
    while (await runtime.find(before.id)) await systemClock.sleep(5);
    const later = connect();
    await later.adopt();
    expect(later.list()).toMatchObject([
      { id: before.id, state: 'running', lastExit: { message: 'ended while the control plane was away' } },
    ]);
    expect(await runtime.list()).toHaveLength(1);
    await later.stopAll();
  });

  it('stops what the database knows nothing of, and nothing of another service', async () => {
    const { supervisor, wanted, connect, runtime, db, reports } = await setUp();
    const other = connect({ service: 'bell-tower' });
    const [lost] = await supervisor.ensure('blue', wanted());
    const [foreign] = await other.ensure('blue', wanted());
    await supervisor.close();
    await db.deleteFrom('instances').where('service', '=', 'bell').execute();
    await connect().adopt();
    expect((await runtime.list()).map(({ id }) => id)).toEqual([foreign?.id]);
    expect(reports).toEqual([`stopping an orphan: Error: ${lost?.id} runs, but nobody knows why`]);
  });
});
