import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, open, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Clock } from '../../platform/clock.ts';
import { isRunning, readProcess } from '../../platform/process-identity.ts';
import { findFamilies, ID_MARK, INSTALLATION_MARK, mainProcess } from './process-family.ts';
import { stopFamily } from './process-stop.ts';
import type { InstanceExit, InstanceSpec, RunningInstance, Runtime } from './runtime.ts';
import { RuntimeError } from './runtime.ts';

export interface ProcessRuntimeOptions {
  /** Marks what belongs to this installation. */
  readonly stateDir: string;
  readonly clock: Clock;
}

const LOOK_EVERY_MS = 200;
const UNSEEN: InstanceExit = { code: null, signal: null };

/**
 * Instances as processes of this machine, each the leader of its own session, so that neither a signal to the control
 * plane nor its end reaches them. Output goes straight into the log file, never through a pipe that could close.
 */
export function createProcessRuntime({ stateDir, clock }: ProcessRuntimeOptions): Runtime {
  const installation = resolve(stateDir);
  const children = new ChildExits();
  const families = () => findFamilies(installation);
  const familyOf = (id: string) => families().filter(({ instanceId }) => instanceId === id);

  return {
    async start(spec, signal) {
      signal?.throwIfAborted();
      const child = await spawnDetached(spec, installation);
      const running = { id: spec.id, pid: child.pid, startTime: child.startTime };
      children.watch(running, child.process);
      return running;
    },
    async find(id) {
      const main = mainProcess(familyOf(id));
      return main && { id, pid: main.pid, startTime: main.startTime };
    },
    async list() {
      const members = families();
      const ids = [...new Set(members.map(({ instanceId }) => instanceId))];
      return ids.map((id) =>
        representative(
          id,
          members.filter(({ instanceId }) => instanceId === id),
        ),
      );
    },
    isAlive: isRunning,
    async exited(instance, signal) {
      const seen = children.exitOf(instance);
      if (seen) return abortable(seen, signal);
      while (isRunning(instance)) await clock.sleep(LOOK_EVERY_MS, signal);
      return UNSEEN;
    },
    stop: ({ id }, { timeoutMs }) => stopFamily({ id, timeoutMs, clock, find: () => familyOf(id) }),
  };
}

function representative(id: string, family: ReturnType<typeof findFamilies>): RunningInstance {
  const { pid, startTime } = mainProcess(family) ?? family[0] ?? { pid: 0, startTime: '' };
  return { id, pid, startTime };
}

interface Spawned {
  readonly process: ChildProcess;
  readonly pid: number;
  readonly startTime: string;
}

async function spawnDetached(spec: InstanceSpec, stateDir: string): Promise<Spawned> {
  await mkdir(dirname(spec.logFile), { recursive: true });
  const log = await open(spec.logFile, 'a', 0o600);
  try {
    return await begin(spec, stateDir, log.fd);
  } catch (error) {
    throw await startFailed(spec, error);
  } finally {
    await log.close();
  }
}

async function begin(spec: InstanceSpec, stateDir: string, logFd: number): Promise<Spawned> {
  const [program = '', ...args] = spec.command;
  const child = spawn(program, args, {
    cwd: spec.directory,
    env: { ...spec.env, [ID_MARK]: spec.id, [INSTALLATION_MARK]: stateDir },
    detached: true,
    stdio: ['ignore', logFd, logFd],
  });
  // Without a pid there is no child, and the reason follows as an event.
  if (child.pid === undefined) throw (await once(child, 'error'))[0];
  // A child that has ended already is a zombie until the next turn of the loop: its start time can still be read.
  const facts = readProcess(child.pid);
  if (!facts) {
    child.kill('SIGKILL');
    throw new Error('/proc does not show it');
  }
  child.unref();
  return { process: child, pid: facts.pid, startTime: facts.startTime };
}

async function startFailed(spec: InstanceSpec, cause: unknown): Promise<RuntimeError> {
  const hasFolder = await stat(spec.directory).then(
    (found) => found.isDirectory(),
    () => false,
  );
  if (!hasFolder) {
    return new RuntimeError('start_failed', `${spec.id} cannot start: its folder ${spec.directory} is missing.`, {
      cause,
    });
  }
  const why = cause instanceof Error && 'code' in cause ? cause.code : cause;
  const message = `${spec.id} cannot start: the command "${spec.command[0] ?? ''}" cannot be run (${why}).`;
  return new RuntimeError('start_failed', message, {
    hint: 'Check runtime.command: it runs in the folder of the release, and is looked for on the PATH.',
    cause,
  });
}

/** How children of this very process ended. Those of an earlier control plane are not its children: nobody tells us. */
class ChildExits {
  static readonly #REMEMBERED = 500;
  readonly #exits = new Map<string, Promise<InstanceExit>>();

  watch(running: RunningInstance, child: ChildProcess): void {
    const exit = new Promise<InstanceExit>((resolve) => {
      child.once('exit', (code, signal) => resolve({ code, signal }));
    });
    this.#exits.set(keyOf(running), exit);
    const oldest = this.#exits.keys().next();
    if (this.#exits.size > ChildExits.#REMEMBERED && !oldest.done) this.#exits.delete(oldest.value);
  }

  exitOf(running: RunningInstance): Promise<InstanceExit> | undefined {
    return this.#exits.get(keyOf(running));
  }
}

function keyOf({ pid, startTime }: RunningInstance): string {
  return `${pid}@${startTime}`;
}

function abortable<T>(promise: Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const cancel = () => reject(signal.reason);
    if (signal.aborted) return cancel();
    signal.addEventListener('abort', cancel, { once: true });
    void promise.then((value) => {
      signal.removeEventListener('abort', cancel);
      resolve(value);
    });
  });
}
