import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Labels } from '../labels/labels.ts';
import { Matcher } from '../labels/matcher.ts';
import { openStore } from './store.ts';

const MINUTE = 60_000;
const SERIES = 5;
const STEPS = 90;

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seaworthy-damage-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const options = () => ({
  folder,
  now: () => STEPS * 10_000,
  sync: false,
  blockRangeMs: 5 * MINUTE,
  segmentBytes: 1_000,
  tiers: { rawMs: Infinity, minuteMs: Infinity, keepMs: Infinity },
});

/** Series s has the value 1000 * s + n at step n; two blocks and the rest in the log. */
async function write(): Promise<void> {
  const store = await openStore(options());
  for (let n = 0; n < STEPS; n++) {
    const appender = store.appender();
    for (let s = 0; s < SERIES; s++) {
      appender.append(Labels.from({ __name__: 'n', s: `${s}` }), n * 10_000, 1000 * s + n);
    }
    await appender.commit();
  }
  await store.maintain();
  expect(store.stats().blocks.count).toBe(2);
  expect(store.stats().log.segments).toBeGreaterThan(1);
  await store.close();
}

/** Opens, reads and looks whether everything served was written; answers how much was, and the files that were named. */
async function inspect(): Promise<{ served: number; named: string[] }> {
  const store = await openStore(options());
  try {
    const found = await store.querier.select({
      matchers: [new Matcher('__name__', '=', 'n')],
      startMs: 0,
      endMs: STEPS * 10_000,
    });
    let served = 0;
    for (const { labels, timestamps, values } of found) {
      for (const [index, timeMs] of timestamps.entries()) {
        expect(values[index]).toBe(1000 * Number(labels.get('s')) + timeMs / 10_000);
      }
      served += timestamps.length;
    }
    return { served, named: store.problems().map(({ file }) => file) };
  } finally {
    await store.close();
  }
}

it('whatever byte changes: the store opens, names the file, and serves nothing that was not written', async () => {
  await write();
  const whole = SERIES * STEPS;
  expect(await inspect()).toEqual({ served: whole, named: [] });
  const paths: string[] = [];
  for (const part of ['log', 'blocks']) {
    for (const name of await readdir(join(folder, part))) paths.push(join(folder, part, name));
  }
  let lost = 0;
  for (const path of paths) {
    const original = await readFile(path);
    for (let at = 0; at < original.length; at += 1 + Math.floor(original.length / 23)) {
      const damaged = Buffer.from(original);
      damaged[at] = (damaged[at] ?? 0) ^ (1 << (at % 8));
      await writeFile(path, damaged);
      const { served, named } = await inspect();
      expect(named.length, `byte ${at} of ${path}`).toBeGreaterThan(0);
      expect(new Set(named)).toEqual(new Set([path]));
      lost += whole - served;
      await writeFile(path, original);
    }
  }
  expect(lost).toBeGreaterThan(0);
  expect(await inspect()).toEqual({ served: whole, named: [] });
});

it('a file that ends anywhere: the store opens and serves what is left', async () => {
  await write();
  for (const part of ['log', 'blocks']) {
    const path = join(folder, part, (await readdir(join(folder, part))).sort().at(-1) ?? '');
    const original = await readFile(path);
    for (let length = 0; length < original.length; length += 1 + Math.floor(original.length / 17)) {
      await writeFile(path, original.subarray(0, length));
      expect((await inspect()).served).toBeGreaterThan(SERIES * 20);
      await writeFile(path, original);
    }
  }
});
