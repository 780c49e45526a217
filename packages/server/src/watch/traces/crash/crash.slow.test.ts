import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createMetrics } from '@seaworthy/kit/metrics';
import { expect, it } from 'vitest';
import { systemClock } from '../../../platform/clock.ts';
import { testFolder } from '../../../platform/testing.ts';
import type { TraceStore } from '../trace-store.ts';
import { openTraceStore } from '../trace-store.ts';
import { crashLimits, crashTrace } from './testing.ts';

const SAFE_AFTER_MS = 1000;

/** Adds until it has told of enough, then SIGKILL; returns what it told of, and when it certainly still lived. */
async function addAndKill(file: string, first: number, count: number) {
  const program = fileURLToPath(new URL('./testing.ts', import.meta.url));
  const loader = createRequire(import.meta.url).resolve('tsx');
  const args = ['--conditions=source', '--import', loader, program, file, String(first)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const told: { number: number; atMs: number }[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const [number = 0, atMs = 0] = line.split(' ').map(Number);
    if (told.push({ number, atMs }) === count) break;
  }
  // Its own time: on a busy machine it may have stood still since.
  const livedMs = told.at(-1)?.atMs ?? 0;
  const ended = once(child, 'close');
  child.kill('SIGKILL');
  child.stdout.resume();
  await ended;
  return { told, livedMs };
}

function reopen(file: string, failures: string[]): Promise<TraceStore> {
  const report = (error: unknown, doing: string) => void failures.push(`${doing}: ${error}`);
  return openTraceStore({ file, limits: crashLimits, clock: systemClock, metrics: createMetrics(), report });
}

it('a kill loses at most what came in the last second, decided or not, time and again', async () => {
  const file = join(await testFolder(), 'traces.db');
  const failures: string[] = [];
  const safe: number[] = [];
  for (let round = 0; round < 4; round++) {
    const { told, livedMs } = await addAndKill(file, round * 1000, 250 + 90 * round);
    safe.push(...told.filter(({ atMs }) => atMs < livedMs - SAFE_AFTER_MS).map(({ number }) => number));
    const store = await reopen(file, failures);
    const lost: number[] = [];
    for (const number of safe) {
      const found = await store.find(crashTrace(number));
      if (found?.spans.length !== 2) lost.push(number);
      if (number % 2 === 0) expect(found?.row?.spans).toBe(2);
    }
    expect(lost).toEqual([]);
    await store.stop();
  }
  expect(safe.length).toBeGreaterThan(200);
  expect(failures).toEqual([]);
});
