import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Labels } from '../labels/labels.ts';
import { Matcher } from '../labels/matcher.ts';
import { isStaleAt, staleNaN } from '../values/stale.ts';
import type { StoreOptions } from './options.ts';
import type { SampleStore } from './store.ts';
import { openStore } from './store.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const ALL_RAW = { rawMs: Infinity, minuteMs: Infinity, keepMs: Infinity };
const up = new Matcher('__name__', '=', 'up');
const seriesNamed = (i: string | number) => Labels.from({ __name__: 'up', i: `${i}` });

let folder = '';
let nowMs = 0;
let open: SampleStore[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seaworthy-store-'));
  nowMs = 0;
});
afterEach(async () => {
  for (const store of open) await store.close();
  open = [];
  await rm(folder, { recursive: true, force: true });
});

async function start(options: Partial<StoreOptions> = {}): Promise<SampleStore> {
  const store = await openStore({ folder, now: () => nowMs, sync: false, tiers: ALL_RAW, ...options });
  open.push(store);
  return store;
}

async function restart(store: SampleStore, options: Partial<StoreOptions> = {}): Promise<SampleStore> {
  await store.close();
  open = open.filter((each) => each !== store);
  return start(options);
}

async function fill(
  store: SampleStore,
  fromMs: number,
  toMs: number,
  names: readonly (string | number)[],
  stepMs = 15_000,
) {
  for (let t = fromMs; t < toMs; t += stepMs) {
    const appender = store.appender();
    for (const [index, name] of names.entries()) appender.append(seriesNamed(name), t, t / 1000 + index);
    await appender.commit();
  }
  nowMs = toMs;
}

async function read(store: SampleStore, startMs = -Infinity, endMs = Infinity, matchers = [up]) {
  const found = await store.querier.select({ matchers, startMs, endMs });
  return found.map(({ labels, timestamps, values }) => ({
    i: labels.get('i'),
    timestamps: [...timestamps],
    values: [...values],
  }));
}

const files = async (name: string) => (await readdir(join(folder, name))).map((file) => join(folder, name, file));

async function flip(path: string, offset: number): Promise<void> {
  const bytes = await readFile(path);
  bytes[offset] = (bytes[offset] ?? 0) ^ 0xff;
  await writeFile(path, bytes);
}

describe('the sample store', () => {
  it('shows samples at commit, all of them, and not before', async () => {
    const store = await start();
    const appender = store.appender();
    expect(appender.append(seriesNamed(1), 1000, 1)).toBe('ok');
    expect(appender.append(seriesNamed(2), 1000, 2)).toBe('ok');
    expect(await read(store)).toEqual([]);
    const committed = appender.commit();
    expect(await read(store)).toEqual([]);
    await committed;
    expect(await read(store)).toEqual([
      { i: '1', timestamps: [1000], values: [1] },
      { i: '2', timestamps: [1000], values: [2] },
    ]);
  });

  it('answers late, doubled and excess samples as the port says, and counts them', async () => {
    const store = await start({ maxSeries: 1 });
    const appender = store.appender();
    const outcomes = [
      [1, 1000, 1],
      [1, 1000, 1],
      [1, 1000, 2],
      [1, 999, 1],
      [2, 1000, 1],
    ] as const;
    expect(outcomes.map(([i, t, v]) => appender.append(seriesNamed(i), t, v))).toEqual([
      'ok',
      'ok',
      'duplicate',
      'out_of_order',
      'limit',
    ]);
    await appender.commit();
    expect(store.stats().refused).toEqual({ out_of_order: 1, duplicate: 1, limit: 1 });
    expect(await read(store)).toEqual([{ i: '1', timestamps: [1000], values: [1] }]);
  });

  it('keeps staleness markers, infinities and the sign of zero through log and block', async () => {
    const values = [1, staleNaN, Infinity, -Infinity, -0, 0, NaN, 5e-324];
    let store = await start();
    for (const [index, value] of values.entries()) {
      const appender = store.appender();
      appender.append(seriesNamed(1), index * 1000, value);
      await appender.commit();
    }
    const check = async () => {
      const [series] = await store.querier.select({ matchers: [up], startMs: 0, endMs: HOUR });
      expect(
        series && [...series.values].map((_, i) => (isStaleAt(series.values, i) ? 'stale' : series.values[i])),
      ).toEqual(values.map((value, i) => (i === 1 ? 'stale' : value)));
    };
    await check();
    store = await restart(store);
    await check();
    nowMs = 3 * HOUR;
    await store.maintain();
    expect(store.stats().series).toBe(0);
    await check();
  });

  it('moves two hours to a block when the hour after them has passed, and lets their log go', async () => {
    const store = await start({ segmentBytes: 2_000 });
    await fill(store, 0, 3 * HOUR - 1, ['a', 'b']);
    const before = await read(store);
    nowMs = 3 * HOUR - 1;
    expect((await store.maintain()).cut).toBe(0);
    const { log } = store.stats();
    nowMs = 3 * HOUR;
    expect((await store.maintain()).cut).toBe(1);
    expect(store.stats().blocks).toMatchObject({ count: 1, samples: 960, oldestMs: 0 });
    expect(store.stats().samples).toBe(480);
    expect(store.stats().log.segments).toBeLessThan(log.segments / 2);
    expect(await read(store)).toEqual(before);
    expect(store.appender().append(seriesNamed('a'), 2 * HOUR - 1, 1)).toBe('out_of_order');
    expect(await read(await restart(store))).toEqual(before);
  });

  it('answers a query with one moment of the store while blocks are made', async () => {
    const store = await start();
    await fill(store, 0, 4 * HOUR, ['a', 'b', 'c'], MINUTE);
    const before = await read(store);
    nowMs = 6 * HOUR;
    const maintained = store.maintain();
    let reads = 0;
    let isDone = false;
    void maintained.then(() => {
      isDone = true;
    });
    while (!isDone) {
      expect(await read(store)).toEqual(before);
      await new Promise((resolve) => setImmediate(resolve));
      reads += 1;
    }
    expect((await maintained).cut).toBe(2);
    expect(reads).toBeGreaterThan(1);
    expect(await read(store)).toEqual(before);
  });

  it('thins blocks out from tier to tier, and drops what is too old', async () => {
    const store = await start({ tiers: { rawMs: HOUR, minuteMs: 24 * HOUR, keepMs: 72 * HOUR } });
    await fill(store, 0, 3 * HOUR, ['a']);
    await store.maintain();
    expect((await read(store, 0, 2 * HOUR - 1))[0]?.timestamps).toHaveLength(121);
    await fill(store, 24 * HOUR, 27 * HOUR, ['a']);
    nowMs = 48 * HOUR;
    await store.maintain();
    expect((await readdir(join(folder, 'blocks'))).sort()).toEqual([
      '0-14400000-300000ms.block',
      '86400000-93600000-60000ms.block',
      '93600000-100800000-60000ms.block',
    ]);
    const [day] = await read(store, 0, 3 * HOUR);
    expect(day?.timestamps.slice(1, 4)).toEqual([5 * MINUTE - 1, 10 * MINUTE - 1, 15 * MINUTE - 1]);
    expect(day?.values.slice(1, 4)).toEqual([285, 585, 885]);
    nowMs = 77 * HOUR;
    expect((await store.maintain()).removed).toBe(1);
    expect((await read(store)).flatMap(({ timestamps }) => timestamps.filter((t) => t < 24 * HOUR))).toEqual([]);
  });

  it('goes on after blocks could not be written, and writes them the next time', async () => {
    const store = await start();
    await fill(store, 0, HOUR, ['a']);
    const before = await read(store);
    nowMs = 4 * HOUR;
    await rm(join(folder, 'blocks'), { recursive: true });
    await expect(store.maintain()).rejects.toThrow('ENOENT');
    expect(await read(store)).toEqual(before);
    await mkdir(join(folder, 'blocks'));
    expect((await store.maintain()).cut).toBe(1);
    expect(await read(store)).toEqual(before);
  });

  it('removes at the start what a crash left: unfinished blocks, and those that a finished one replaced', async () => {
    let store = await start();
    await fill(store, 0, HOUR, ['a']);
    nowMs = 4 * HOUR;
    await store.maintain();
    const [raw = ''] = await files('blocks');
    const bytes = await readFile(raw);
    store = await restart(store, { tiers: { rawMs: 0, minuteMs: Infinity, keepMs: Infinity } });
    await store.maintain();
    const thinned = await read(store);
    await store.close();
    const left = await files('blocks');
    expect(left).not.toContain(raw);
    await writeFile(raw, bytes);
    await writeFile(`${raw}.unfinished`, bytes);
    expect(await read(await start())).toEqual(thinned);
    expect(await files('blocks')).toEqual(left);
  });

  it('finds series, label names and values in memory and on disk, by time', async () => {
    let store = await start();
    await fill(store, 0, HOUR, ['old']);
    await fill(store, 3 * HOUR, 4 * HOUR, ['new', 'newer']);
    await store.maintain();
    const check = async () => {
      const values = (from: number, to: number, lists: Matcher[][] = []) =>
        store.querier.labelValues('i', lists, from, to);
      expect(await values(0, 5 * HOUR)).toEqual(['new', 'newer', 'old']);
      expect(await values(0, HOUR)).toEqual(['old']);
      expect(await values(HOUR, 2.5 * HOUR)).toEqual([]);
      expect(await values(3.5 * HOUR, 4 * HOUR)).toEqual(['new', 'newer']);
      expect(
        await values(0, 5 * HOUR, [[new Matcher('i', '=~', 'new.*'), up], [new Matcher('i', '=', 'old')]]),
      ).toEqual(['new', 'newer', 'old']);
      expect(await store.querier.labelNames([], 0, 5 * HOUR)).toEqual(['__name__', 'i']);
      expect(await store.querier.labelNames([[new Matcher('i', '=', 'absent')]], 0, 5 * HOUR)).toEqual([]);
      const series = await store.querier.series([[up], [new Matcher('i', '!=', 'new')]], 0, 5 * HOUR);
      expect(series.map((labels) => labels.get('i'))).toEqual(['new', 'newer', 'old']);
    };
    await check();
    store = await restart(store);
    await check();
    nowMs = 8 * HOUR;
    await store.maintain();
    expect(store.stats().samples).toBe(0);
    await check();
  });

  it('rejects with the reason of the signal', async () => {
    const store = await start();
    await fill(store, 0, HOUR, ['a']);
    nowMs = 4 * HOUR;
    await store.maintain();
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(
      (async () => store.querier.select({ matchers: [up], startMs: 0, endMs: HOUR }, signal))(),
    ).rejects.toThrow('enough');
  });
});

describe('what is on disk is damaged', () => {
  it('a torn tail of the log is cut off, with the reason', async () => {
    let store = await start();
    await fill(store, 0, MINUTE, ['a']);
    const before = await read(store);
    await store.close();
    const [path = ''] = await files('log');
    const whole = await readFile(path);
    await writeFile(path, Buffer.concat([whole, whole.subarray(0, 30)]));
    store = await start();
    expect(store.problems()).toMatchObject([{ kind: 'torn', file: path, offset: whole.length, bytes: 30 }]);
    expect(store.problems()[0]?.message).toContain('crash');
    expect(await read(store)).toEqual(before);
    expect(await readFile(path)).toEqual(whole);
    store = await restart(store);
    expect(store.problems()).toEqual([]);
  });

  it('a record in the middle of the log is named; what is around it is served', async () => {
    const store = await start();
    await fill(store, 0, MINUTE, ['a', 'b']);
    await store.close();
    const [path = ''] = await files('log');
    const bytes = await readFile(path);
    await flip(path, Math.floor(bytes.length * 0.7));
    const again = await start();
    expect(again.problems()).toMatchObject([{ kind: 'damaged', file: path }]);
    expect((await read(again)).map(({ timestamps }) => timestamps)).toEqual([
      [0, 15_000, 45_000],
      [0, 15_000, 45_000],
    ]);
  });

  it('samples of one series in a block are named; the other series are served', async () => {
    const store = await start();
    await fill(store, 0, HOUR, ['a', 'b', 'c']);
    nowMs = 4 * HOUR;
    await store.maintain();
    await store.close();
    const [path = ''] = await files('blocks');
    await flip(path, 100);
    const again = await start();
    expect((await read(again)).map(({ i }) => i)).toEqual(['b', 'c']);
    expect((await read(again)).map(({ i }) => i)).toEqual(['b', 'c']);
    expect(again.problems()).toMatchObject([{ kind: 'damaged', file: path, offset: 8 }]);
  });

  it('a block that cannot be opened is named and left; the rest is served', async () => {
    const store = await start();
    await fill(store, 0, 4 * HOUR, ['a'], MINUTE);
    nowMs = 9 * HOUR;
    await store.maintain();
    await store.close();
    const paths = (await files('blocks')).sort();
    const path = paths[0] ?? '';
    const whole = await readFile(path);
    await writeFile(path, whole.subarray(0, whole.length / 2));
    const again = await start();
    expect(again.problems()).toMatchObject([{ kind: 'damaged', file: path }]);
    expect((await read(again))[0]?.timestamps[0]).toBe(2 * HOUR);
    expect((await files('blocks')).sort()).toEqual(paths);
  });

  it('a damaged index loses its block, which is not thinned out and stays', async () => {
    const store = await start();
    await fill(store, 0, HOUR, ['a', 'b']);
    nowMs = 4 * HOUR;
    await store.maintain();
    await store.close();
    const [path = ''] = await files('blocks');
    const meta = (await readFile(path)).indexOf('{"version"');
    await flip(path, meta - 20);
    const again = await start({ tiers: { rawMs: HOUR, minuteMs: HOUR, keepMs: 72 * HOUR } });
    expect(await read(again)).toEqual([]);
    expect((await again.maintain()).thinned).toBe(0);
    expect(await files('blocks')).toEqual([path]);
    expect(again.problems()).toMatchObject([
      { kind: 'damaged', file: path, message: 'the checksum of the index is wrong' },
    ]);
  });
});
