import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Matcher } from '../../labels/matcher.ts';
import type { StoredSeries } from '../port.ts';
import { openStore } from '../store.ts';

const CHILD = fileURLToPath(new URL('testing.ts', import.meta.url));
const SERIES = 40;
const ROUNDS = 8;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seaworthy-store-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Runs the writer until it has acknowledged `commits` more, then kills it at once; answers the last acknowledged second. */
async function writeAndKill(from: number, tiers: string, commits: number): Promise<number> {
  const child = spawn(process.execPath, ['--import', 'tsx', CHILD, folder, `${from}`, tiers, `${SERIES}`], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let acknowledged = from - 1;
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged = Number(line);
    if (acknowledged >= from + commits) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  expect(child.signalCode).toBe('SIGKILL');
  return acknowledged;
}

async function readAll(): Promise<StoredSeries[]> {
  const store = await openStore({ folder, now: () => 0, blockRangeMs: 60_000 });
  try {
    expect(store.problems().filter(({ kind }) => kind !== 'torn')).toEqual([]);
    const matchers = [new Matcher('__name__', '=', 'n_total')];
    return await store.querier.select({ matchers, startMs: 0, endMs: Number.MAX_SAFE_INTEGER });
  } finally {
    await store.close();
  }
}

describe('a writer that is killed again and again', () => {
  it('keeps every acknowledged commit, each whole, while blocks are cut from memory', async () => {
    let next = 1;
    for (let round = 0; round < ROUNDS; round++) {
      const acknowledged = await writeAndKill(next, 'raw', 20 + ((round * 67) % 150));
      const series = await readAll();
      expect(series).toHaveLength(SERIES);
      const last = series[0]?.values.at(-1) ?? 0;
      expect(last).toBeGreaterThanOrEqual(acknowledged);
      const expected = Array.from({ length: last }, (_, i) => i + 1);
      for (const { values, timestamps } of series) {
        expect([...values]).toEqual(expected);
        expect([...timestamps]).toEqual(expected.map((n) => n * 1000));
      }
      next = last + 1;
    }
  });

  it('loses nothing while blocks move from tier to tier', async () => {
    let next = 1;
    for (let round = 0; round < ROUNDS; round++) {
      const acknowledged = await writeAndKill(next, 'thin', 100 + ((round * 67) % 150));
      const series = await readAll();
      expect(series).toHaveLength(SERIES);
      const last = series[0]?.values.at(-1) ?? 0;
      expect(last).toBeGreaterThanOrEqual(acknowledged);
      for (const { values, timestamps } of series) {
        expect(values[0]).toBe(1);
        expect(values.at(-1)).toBe(last);
        for (let index = 1; index < values.length; index++) {
          const [value = 0, before = 0] = [values[index], values[index - 1]];
          expect(value - before).toBeGreaterThan(0);
          expect(value - before).toBeLessThanOrEqual(300);
          expect((timestamps[index] ?? 0) / 1000 - value).toBeLessThan(2);
        }
      }
      next = last + 1;
    }
    const [first] = await readAll();
    expect(first?.values.length).toBeLessThan((first?.values.at(-1) ?? 0) / 2);
  });
});
