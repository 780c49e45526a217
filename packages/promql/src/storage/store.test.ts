import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Matcher } from '../labels/matcher.ts';
import { isStaleAt, staleNaN } from '../values/stale.ts';
import { HOUR, MINUTE, read, StoreWorld, seriesNamed, up } from './testing.ts';

const world = new StoreWorld();

describe('the sample store', () => {
  it('shows samples at commit, all of them, and not before', async () => {
    const store = await world.start();
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
    const store = await world.start({ maxSeries: 1 });
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
    let store = await world.start();
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
    store = await world.restart(store);
    await check();
    world.nowMs = 3 * HOUR;
    await store.maintain();
    expect(store.stats().series).toBe(0);
    await check();
  });

  it('moves two hours to a block when the hour after them has passed, and lets their log go', async () => {
    const store = await world.start({ segmentBytes: 2_000 });
    await world.fill(store, 0, 3 * HOUR - 1, ['a', 'b']);
    const before = await read(store);
    world.nowMs = 3 * HOUR - 1;
    expect((await store.maintain()).cut).toBe(0);
    const { log } = store.stats();
    world.nowMs = 3 * HOUR;
    expect((await store.maintain()).cut).toBe(1);
    expect(store.stats().blocks).toMatchObject({ count: 1, samples: 960, oldestMs: 0 });
    expect(store.stats().samples).toBe(480);
    expect(store.stats().log.segments).toBeLessThan(log.segments / 2);
    expect(await read(store)).toEqual(before);
    expect(store.appender().append(seriesNamed('a'), 2 * HOUR - 1, 1)).toBe('out_of_order');
    expect(await read(await world.restart(store))).toEqual(before);
  });

  it('answers a query with one moment of the store while blocks are made', async () => {
    const store = await world.start();
    await world.fill(store, 0, 4 * HOUR, ['a', 'b', 'c'], MINUTE);
    const before = await read(store);
    world.nowMs = 6 * HOUR;
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
    const store = await world.start({ tiers: { rawMs: HOUR, minuteMs: 24 * HOUR, keepMs: 72 * HOUR } });
    await world.fill(store, 0, 3 * HOUR, ['a']);
    await store.maintain();
    expect((await read(store, 0, 2 * HOUR - 1))[0]?.timestamps).toHaveLength(121);
    await world.fill(store, 24 * HOUR, 27 * HOUR, ['a']);
    world.nowMs = 48 * HOUR;
    await store.maintain();
    expect((await readdir(join(world.folder, 'blocks'))).sort()).toEqual([
      '0-14400000-300000ms.block',
      '86400000-93600000-60000ms.block',
      '93600000-100800000-60000ms.block',
    ]);
    const [day] = await read(store, 0, 3 * HOUR);
    expect(day?.timestamps.slice(1, 4)).toEqual([5 * MINUTE - 1, 10 * MINUTE - 1, 15 * MINUTE - 1]);
    expect(day?.values.slice(1, 4)).toEqual([285, 585, 885]);
    world.nowMs = 77 * HOUR;
    expect((await store.maintain()).removed).toBe(1);
    expect((await read(store)).flatMap(({ timestamps }) => timestamps.filter((t) => t < 24 * HOUR))).toEqual([]);
  });

  it('goes on after blocks could not be written, and writes them the next time', async () => {
    const store = await world.start();
    await world.fill(store, 0, HOUR, ['a']);
    const before = await read(store);
    world.nowMs = 4 * HOUR;
    await rm(join(world.folder, 'blocks'), { recursive: true });
    await expect(store.maintain()).rejects.toThrow('ENOENT');
    expect(await read(store)).toEqual(before);
    await mkdir(join(world.folder, 'blocks'));
    expect((await store.maintain()).cut).toBe(1);
    expect(await read(store)).toEqual(before);
  });

  it('removes at the start what a crash left: unfinished blocks, and those that a finished one replaced', async () => {
    let store = await world.start();
    await world.fill(store, 0, HOUR, ['a']);
    world.nowMs = 4 * HOUR;
    await store.maintain();
    const [raw = ''] = await world.files('blocks');
    const bytes = await readFile(raw);
    store = await world.restart(store, { tiers: { rawMs: 0, minuteMs: Infinity, keepMs: Infinity } });
    await store.maintain();
    const thinned = await read(store);
    await store.close();
    const left = await world.files('blocks');
    expect(left).not.toContain(raw);
    await writeFile(raw, bytes);
    await writeFile(`${raw}.unfinished`, bytes);
    expect(await read(await world.start())).toEqual(thinned);
    expect(await world.files('blocks')).toEqual(left);
  });

  it('finds series, label names and values in memory and on disk, by time', async () => {
    let store = await world.start();
    await world.fill(store, 0, HOUR, ['old']);
    await world.fill(store, 3 * HOUR, 4 * HOUR, ['new', 'newer']);
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
    store = await world.restart(store);
    await check();
    world.nowMs = 8 * HOUR;
    await store.maintain();
    expect(store.stats().samples).toBe(0);
    await check();
  });

  it('rejects with the reason of the signal', async () => {
    const store = await world.start();
    await world.fill(store, 0, HOUR, ['a']);
    world.nowMs = 4 * HOUR;
    await store.maintain();
    const signal = AbortSignal.abort(new Error('enough'));
    await expect(
      (async () => store.querier.select({ matchers: [up], startMs: 0, endMs: HOUR }, signal))(),
    ).rejects.toThrow('enough');
  });

  it('answers many series as they were in one moment, though it reads them in turns', async () => {
    const store = await world.start();
    const names = Array.from({ length: 300 }, (_, index) => index);
    const commit = async (from: number, to: number) => {
      const appender = store.appender();
      for (const name of names) for (let t = from; t < to; t++) appender.append(seriesNamed(name), t * 1000, t / 3);
      await appender.commit();
    };
    await commit(0, 400);
    const asked = read(store);
    await commit(400, 600);
    const found = await asked;
    expect(found.map(({ timestamps, values }) => [timestamps.length, timestamps.at(-1), values.at(-1)])).toEqual(
      names.map(() => [400, 399_000, 133]),
    );
    expect((await read(store))[0]?.timestamps.length).toBe(600);
  });

  it('ends a long read at its next turn when the signal aborts', async () => {
    const store = await world.start();
    const appender = store.appender();
    for (let i = 0; i < 300; i++) for (let t = 0; t < 400; t++) appender.append(seriesNamed(i), t * 1000, t);
    await appender.commit();
    const abort = new AbortController();
    const asked = store.querier.select({ matchers: [up], startMs: 0, endMs: HOUR }, abort.signal);
    abort.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
  });
});
