import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { searchLogs } from '../../search/search.ts';
import { storeBench, unlimited } from '../../testing.ts';

const appender = fileURLToPath(new URL('./appender.mts', import.meta.url));
const tsx = createRequire(import.meta.url).resolve('tsx');

/** Kills the writer with SIGKILL once it has written so many; tells the last number that it knew to be written. */
async function killAfter(folder: string, from: number, count: number): Promise<number> {
  const args = ['--conditions=source', '--import', tsx, appender, folder, `${from}`];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let written = from;
  for await (const line of createInterface(child.stdout)) {
    written = Number(line);
    if (written >= from + count && child.exitCode === null) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  return written;
}

it('kill -9 in the middle of writing, rolling and sealing loses nothing that was written, and leaves nothing torn', async () => {
  const bench = await storeBench({ segmentBytes: 200_000 });
  await bench.store.close();
  const { signal } = new AbortController();
  let next = 0;
  for (const count of [700, 2_900, 5_300]) {
    const written = await killAfter(bench.folder, next, count);
    await bench.reopen();
    const query = { filter: {}, order: 'oldest', limit: 100_000 } as const;
    const { records, scanned } = await searchLogs(bench.store, query, unlimited, signal);
    const numbers = records.map(({ message }) => Number(message.split(' ')[0])).sort((a, b) => a - b);
    expect(numbers.length).toBeGreaterThanOrEqual(written);
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => index));
    expect(scanned.damagedBlocks).toBe(0);
    next = numbers.length;
    await bench.store.close();
  }
});
