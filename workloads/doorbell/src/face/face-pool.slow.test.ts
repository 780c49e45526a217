import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTracing, systemClock } from '@seaworthy/kit';
import { afterAll, afterEach, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/running-doorbell.ts';
import type { FacePool } from './face-pool.ts';
import { createFacePool } from './face-pool.ts';

/** A thread without models: the crop's first byte says what happens. */
const THREAD = `
import { parentPort, threadId } from 'node:worker_threads';
parentPort.on('message', ({ id, input }) => {
  const [order, value] = input.crops[0];
  if (order === 1) process.exit(7);
  if (order === 2) for (;;);
  if (order === 3) parentPort.postMessage({ type: 'failed', id, message: 'cannot', unreadable: false });
  else parentPort.postMessage({ type: 'done', id, output: [Float32Array.of(value, threadId)], time: { startedMs: 0, endedMs: 0 } });
});
parentPort.postMessage({ type: 'ready', loadMs: 1 });
`;

const DIE = 1;
const HANG = 2;
const FAIL = 3;

const folder = temporaryFolder('face-pool');
const script = join(folder.path, 'thread.mjs');
writeFileSync(script, THREAD);
let pool: FacePool | undefined;
const deaths: string[] = [];

afterEach(async () => {
  await pool?.stop();
  deaths.length = 0;
});
afterAll(() => folder.remove());

async function start(threads = 1): Promise<FacePool> {
  pool = createFacePool({
    script,
    modelDirectory: folder.path,
    threads,
    jobTimeoutMs: 300,
    restartDelayMs: 1,
    onThreadDied: (worker) => deaths.push(worker),
    tracing: createTracing({ service: 'test' }),
    clock: systemClock,
  });
  await pool.ready();
  return pool;
}

const job = (on: FacePool, order: number, value = 0) => on.run('describe', { crops: [Uint8Array.of(order, value)] });

it('answers every job with its own result, whatever the order of the threads', async () => {
  const threads = await start(2);
  const results = await Promise.all(Array.from({ length: 50 }, (_, value) => job(threads, 0, value)));
  expect(results.map(([encoding]) => encoding?.[0])).toEqual(Array.from({ length: 50 }, (_, value) => value));
  expect(new Set(results.map(([encoding]) => encoding?.[1])).size).toBe(2);
});

it('replaces a thread that died, shows it as dead meanwhile, and gives up a job that kills twice', async () => {
  const threads = await start();
  const killing = job(threads, DIE);
  const following = job(threads, 0, 42);
  await expect(killing).rejects.toMatchObject({ code: 'thread_died' });
  expect(threads.threads()).toMatchObject([{ state: expect.stringMatching(/dead|loading/) }]);
  expect((await following)[0]?.[0]).toBe(42);
  expect(deaths).toEqual(['face-thread-0', 'face-thread-0']);
  expect(threads.threads()).toMatchObject([{ state: 'idle' }]);
});

it('ends a job that takes too long, with its thread, and goes on with the next', async () => {
  const threads = await start();
  const hanging = job(threads, HANG);
  const following = job(threads, 0, 7);
  await expect(hanging).rejects.toMatchObject({ code: 'timeout' });
  expect((await following)[0]?.[0]).toBe(7);
});

it('keeps the thread when only the job failed', async () => {
  const threads = await start();
  await expect(job(threads, FAIL)).rejects.toMatchObject({ code: 'failed', message: 'cannot' });
  expect(deaths).toEqual([]);
  expect((await job(threads, 0, 1))[0]?.[0]).toBe(1);
});

it('refuses what waits when it is stopped', async () => {
  const threads = await start();
  const hanging = job(threads, HANG);
  const waiting = job(threads, 0);
  const both = Promise.allSettled([hanging, waiting]);
  await threads.stop();
  expect((await both).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});
