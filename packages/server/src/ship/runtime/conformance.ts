import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { testFolder } from '../../platform/testing.ts';
import type { InstanceSpec, Runtime } from './runtime.ts';

export interface RuntimeUnderTest {
  /** Another runtime over the same installation: what a restarted control plane has. */
  readonly connect: (stateDir: string) => Runtime;
  /** How a program for Node is run where the instances run. */
  readonly command: (script: string) => readonly string[];
}

const SERVE = "setInterval(() => {}, 1000); console.log('serving')";

/** What every Runtime promises; the doc comments of the port, as tests. */
export function runtimeConformance(name: string, { connect, command }: RuntimeUnderTest): void {
  let count = 0;

  async function setUp() {
    const folder = await testFolder();
    const stateDir = join(folder, 'state');
    const directory = join(folder, 'release');
    await mkdir(directory, { recursive: true });
    const runtime = connect(stateDir);
    onTestFinished(async () => {
      for (const left of await runtime.list()) await runtime.stop(left, { timeoutMs: 0 });
    });
    const spec = (script: string, change: Partial<InstanceSpec> = {}): InstanceSpec => ({
      id: `conformance-blue-${++count}-${process.pid}`,
      slot: 'blue',
      version: '1',
      directory,
      command: command(script),
      env: { PATH: '/usr/local/bin:/usr/bin:/bin' },
      host: '127.0.0.1',
      port: 0,
      stopTimeoutMs: 1_000,
      logFile: join(folder, `logs/${count}.log`),
      ...change,
    });
    /** Starts it and waits until it has said so. */
    const serving = async (wanted: InstanceSpec, said = 'serving') => {
      const running = await runtime.start(wanted);
      await logged(wanted, said);
      return running;
    };
    return { runtime, stateDir, directory, spec, serving };
  }

  describe(`${name}: an instance`, () => {
    it('runs in its folder with exactly its environment, and its output is appended to its log', async () => {
      const { runtime, spec, directory } = await setUp();
      const wanted = spec(
        "console.log(process.cwd()); console.error(JSON.stringify(process.env)); console.log('end')",
        {
          env: { PATH: '/usr/local/bin:/usr/bin:/bin', GREETING: 'hello there' },
        },
      );
      for (let round = 1; round <= 2; round++) await runtime.exited(await runtime.start(wanted));
      const lines = (await logged(wanted, 'end')).trim().split('\n');
      expect(lines).toHaveLength(6);
      expect(lines[0]).toBe(directory);
      const env = JSON.parse(lines[1] ?? '');
      expect(env).toMatchObject({ GREETING: 'hello there', INSTANCE_ID: wanted.id });
      expect(Object.keys(env).sort()).toEqual(['GREETING', 'INSTANCE_ID', 'PATH', 'SEAWORTHY_STATE_DIR']);
    });

    it('is found by its id while it runs, and not after', async () => {
      const { runtime, spec, serving } = await setUp();
      const wanted = spec(SERVE);
      expect(await runtime.find(wanted.id)).toBeUndefined();
      const running = await serving(wanted);
      expect(await runtime.find(wanted.id)).toEqual(running);
      expect(await runtime.list()).toEqual([running]);
      await runtime.stop(running, { timeoutMs: 1_000 });
      expect(await runtime.find(wanted.id)).toBeUndefined();
      expect(await runtime.list()).toEqual([]);
    });

    it('is alive until it ends, by its own identity and not by its number alone', async () => {
      const { runtime, spec, serving } = await setUp();
      const running = await serving(spec(SERVE));
      expect(await runtime.isAlive(running)).toBe(true);
      expect(await runtime.isAlive({ ...running, startTime: '1@earlier' })).toBe(false);
      await runtime.stop(running, { timeoutMs: 1_000 });
      expect(await runtime.isAlive(running)).toBe(false);
    });

    it.each([
      ['process.exit(7)', { code: 7, signal: null }],
      ["process.kill(process.pid, 'SIGKILL')", { code: null, signal: 'SIGKILL' }],
    ])('that ends by %s tells how, also to who asks late', async (script, exit) => {
      const { runtime, spec } = await setUp();
      const running = await runtime.start(spec(script));
      expect(await runtime.exited(running)).toEqual(exit);
      expect(await runtime.exited(running)).toEqual(exit);
    });

    it('is no longer waited for when the wait is called off', async () => {
      const { runtime, spec, serving } = await setUp();
      const running = await serving(spec(SERVE));
      const stop = new AbortController();
      const waiting = runtime.exited(running, stop.signal);
      stop.abort(new Error('called off'));
      await expect(waiting).rejects.toThrow('called off');
      expect(await runtime.isAlive(running)).toBe(true);
    });
  });

  describe(`${name}: what cannot start is refused, and nothing of it is left`, () => {
    it.each<[string, Partial<InstanceSpec>, string]>([
      ['a program that does not exist', { command: ['no-such-program'] }, 'no-such-program'],
      ['a program that is a folder', { command: ['/'] }, 'EACCES'],
      ['a command with an argument that no system takes', { command: ['true', 'x'.repeat(200_000)] }, 'E2BIG'],
      ['no command', { command: [] }, 'command ""'],
      ['a folder that does not exist', { directory: '/no/such/folder' }, '/no/such/folder'],
    ])('%s', async (_, change, named) => {
      const { runtime, spec } = await setUp();
      await expect(runtime.start(spec(SERVE, change))).rejects.toMatchObject({
        code: 'start_failed',
        message: expect.stringContaining(named),
      });
      expect(await runtime.list()).toEqual([]);
    });
  });

  describe(`${name}: stop`, () => {
    it('lets the instance finish', async () => {
      const { runtime, spec, serving } = await setUp();
      const wanted = spec(`process.on('SIGTERM', () => { console.log('bye'); process.exit(0); }); ${SERVE}`);
      const running = await serving(wanted);
      expect(await runtime.stop(running, { timeoutMs: 10_000 })).toEqual({ exitedBy: 'term' });
      expect(await logged(wanted, 'bye')).toContain('bye');
      expect(await runtime.stop(running, { timeoutMs: 1_000 })).toEqual({ exitedBy: 'already_gone' });
    });

    it('kills what does not end in time', async () => {
      const { runtime, spec, serving } = await setUp();
      const running = await serving(spec(`process.on('SIGTERM', () => {}); ${SERVE}`));
      expect(await runtime.stop(running, { timeoutMs: 50 })).toEqual({ exitedBy: 'kill' });
      expect(await runtime.isAlive(running)).toBe(false);
    });

    it.each(['false', 'true'])('takes along what the instance started (detached: %s)', async (detached) => {
      const { runtime, spec, serving } = await setUp();
      const running = await serving(spec(parentOf(detached)));
      expect(await runtime.stop(running, { timeoutMs: 2_000 })).toEqual({ exitedBy: 'term' });
      expect(await runtime.list()).toEqual([]);
    });

    it.each(['false', 'true'])('ends what a dead instance left behind (detached: %s)', async (detached) => {
      const { runtime, spec, serving } = await setUp();
      const wanted = spec(`${parentOf(detached)}; process.on('SIGUSR2', () => process.exit(1))`);
      const running = await serving(wanted);
      process.kill(running.pid, 'SIGUSR2');
      await runtime.exited(running);
      expect(await runtime.list()).toMatchObject([{ id: wanted.id }]);
      expect(await runtime.stop(running, { timeoutMs: 2_000 })).toEqual({ exitedBy: 'term' });
      expect(await runtime.list()).toEqual([]);
    });
  });

  describe(`${name}: another control plane`, () => {
    it('of the same installation finds, watches and stops what the first one started', async () => {
      const { stateDir, spec, serving } = await setUp();
      const running = await serving(spec(SERVE));
      const later = connect(stateDir);
      expect(await later.find(running.id)).toEqual(running);
      const ended = later.exited(running);
      expect(await later.stop(running, { timeoutMs: 1_000 })).toEqual({ exitedBy: 'term' });
      expect(await ended).toEqual({ code: null, signal: null });
    });

    it('of another installation neither sees nor stops it', async () => {
      const { runtime, stateDir, spec, serving } = await setUp();
      const running = await serving(spec(SERVE));
      const stranger = connect(`${stateDir}-other`);
      expect(await stranger.find(running.id)).toBeUndefined();
      expect(await stranger.list()).toEqual([]);
      expect(await stranger.stop(running, { timeoutMs: 100 })).toEqual({ exitedBy: 'already_gone' });
      expect(await runtime.isAlive(running)).toBe(true);
    });
  });
}

function parentOf(detached: string): string {
  const child = `require('node:child_process').spawn('sleep', ['60'], { detached: ${detached}, stdio: 'ignore' })`;
  return `${child}.on('spawn', () => { ${SERVE} })`;
}

/** Waits until the log holds `text`; the time limit of the test is the deadline. */
async function logged({ logFile }: InstanceSpec, text: string): Promise<string> {
  for (;;) {
    const content = await readFile(logFile, 'utf8');
    if (content.includes(text)) return content;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
