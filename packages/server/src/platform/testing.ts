import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, onTestFinished } from 'vitest';
import type { Clock } from './clock.ts';
import { repeat } from './clock.ts';

/** A clock that stands still until a test moves it. */
export interface VirtualClock extends Clock {
  /** Moves time forward; everything due on the way runs in order, each with the time at which it was due. */
  advance(ms: number): Promise<void>;
  /** Resolves once at least `count` sleepers (or `every` timers) wait: what they wait for can then be passed over. */
  untilSleeping(count?: number): Promise<void>;
  readonly sleeping: number;
}

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

const NOON = Date.UTC(2030, 0, 1, 12);

export function virtualClock(startMs = NOON): VirtualClock {
  const sleepers = new Set<Sleeper>();
  let passed = 0;

  const nextDue = (limit: number): Sleeper | undefined =>
    [...sleepers].filter((sleeper) => sleeper.due <= limit).sort((a, b) => a.due - b.due)[0];

  const clock: VirtualClock = {
    now: () => startMs + passed,
    monotonicMs: () => passed,
    sleep: (ms, signal) => sleepUntil(passed + Math.max(0, ms), sleepers, signal),
    every: (ms, work) => repeat((signal) => clock.sleep(ms, signal), work),
    async advance(ms) {
      const limit = passed + ms;
      await settle();
      for (let next = nextDue(limit); next; next = nextDue(limit)) {
        passed = Math.max(passed, next.due);
        sleepers.delete(next);
        next.wake();
        await settle();
      }
      passed = limit;
    },
    async untilSleeping(count = 1) {
      while (sleepers.size < count) await settle();
    },
    get sleeping() {
      return sleepers.size;
    },
  };
  return clock;
}

function sleepUntil(due: number, sleepers: Set<Sleeper>, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const cancel = () => {
      sleepers.delete(sleeper);
      reject(signal?.reason);
    };
    const wake = () => {
      signal?.removeEventListener('abort', cancel);
      resolve();
    };
    const sleeper = { due, wake };
    sleepers.add(sleeper);
    signal?.addEventListener('abort', cancel, { once: true });
  });
}

/** Lets everything that is ready run: promises, and the few turns of the loop that a database or file call takes. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/**
 * What Node is given to run a program of this repository. Where the packages were just built (`npm test` says so), as it
 * is installed: compiling its sources at every start takes three times as long.
 */
export function nodeProgram(source: URL): readonly string[] {
  const file = fileURLToPath(source);
  if (process.env['PROGRAMS_ARE_BUILT'] === 'yes') return [file.replace('/src/', '/dist/').replace(/\.ts$/, '.js')];
  return ['--conditions=source', '--import', createRequire(import.meta.url).resolve('tsx'), file];
}

/** Takes what is to be done in the end, the last first. */
export type AtEnd = (clean: () => unknown) => void;

export const atEndOfTest: AtEnd = (clean) => onTestFinished(async () => void (await clean()));

/** For a bench that the tests of a group share; said beside its `beforeAll`. */
export function atEndOfGroup(): AtEnd {
  const cleanups: (() => unknown)[] = [];
  afterAll(async () => {
    for (const clean of cleanups.reverse()) await clean();
  });
  return (clean) => void cleanups.push(clean);
}

/** A folder of the test's own, removed when the test ends. */
export async function testFolder(atEnd: AtEnd = atEndOfTest): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'seaworthy-')));
  atEnd(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
