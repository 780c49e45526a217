import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Labels } from '../../labels/labels.ts';
import { Matcher } from '../../labels/matcher.ts';
import { ByteReader } from '../bytes/byte-reader.ts';
import { ByteWriter } from '../bytes/byte-writer.ts';
import { words } from '../chunks/words.ts';
import { openStore } from '../store.ts';
import { readSamples, readSeries, writeSamples, writeSeries } from './commit-record.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'seaworthy-log-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const start = (segmentBytes = 1 << 20) => openStore({ folder, now: () => 0, segmentBytes });
const seriesNamed = (i: number) => Labels.from({ __name__: 'up', i: `${i}` });

async function commit(store: Awaited<ReturnType<typeof start>>, i: number, timeMs: number): Promise<void> {
  const appender = store.appender();
  appender.append(seriesNamed(i), timeMs, i);
  await appender.commit();
}

async function times(store: Awaited<ReturnType<typeof start>>): Promise<number[][]> {
  const found = await store.querier.select({ matchers: [new Matcher('__name__', '=', 'up')], startMs: 0, endMs: 1e15 });
  return found.map(({ timestamps }) => [...timestamps]);
}

describe('a commit record', () => {
  const word = fc.integer({ min: 0, max: 0xffff_ffff });
  const bits = fc.oneof(
    fc.record({ high: word, low: word }),
    fc
      .oneof(fc.maxSafeInteger(), fc.constantFrom(0, -0, NaN, Infinity, -Infinity, 2 ** 50, -(2 ** 50)))
      .map((value) => {
        words.of(value);
        return { high: words.high, low: words.low };
      }),
    fc.constant({ high: 0x7ff00000, low: 2 }),
  );
  const sample = fc.tuple(fc.nat(100_000), fc.integer({ min: 0, max: 2 ** 43 }), bits);

  it('gives back series and samples, every bit', () => {
    fc.assert(
      fc.property(fc.array(sample), (samples) => {
        const writer = new ByteWriter();
        writeSeries(writer, [{ id: 7, labels: seriesNamed(7) }]);
        writeSamples(writer, {
          count: samples.length,
          ids: samples.map(([id]) => id),
          timestamps: samples.map(([, timeMs]) => timeMs),
          words: samples.flatMap(([, , { high, low }]) => [high, low]),
        });
        const reader = new ByteReader(writer.bytes());
        const series: string[] = [];
        const read: unknown[] = [];
        readSeries(reader, (id, labels) => series.push(`${id} ${labels.key}`));
        readSamples(reader, (id, timeMs, high, low) => read.push([id, timeMs, { high, low }]));
        expect(series).toEqual([`7 ${seriesNamed(7).key}`]);
        expect(read).toEqual(samples);
        expect(reader.isDone).toBe(true);
      }),
    );
  });
});

describe('the log', () => {
  it('has all of many commits at once, in as many segments as their size asks for', async () => {
    let store = await start(500);
    await Promise.all(Array.from({ length: 200 }, (_, i) => commit(store, i % 10, 1000 + i)));
    const before = await times(store);
    expect(before.flat()).toHaveLength(200);
    expect((await readdir(join(folder, 'log'))).length).toBe(store.stats().log.segments);
    expect(store.stats().log.segments).toBeGreaterThan(5);
    await store.close();
    store = await start();
    expect(await times(store)).toEqual(before);
    expect(store.problems()).toEqual([]);
    await store.close();
  });

  it('rejects a commit that could not be written, shows none of it, and goes on when the disk is back', async () => {
    let store = await start(1);
    await commit(store, 1, 1000);
    await rm(join(folder, 'log'), { recursive: true });
    await expect(commit(store, 1, 2000)).rejects.toThrow('ENOENT');
    expect(await times(store)).toEqual([[1000]]);
    await mkdir(join(folder, 'log'));
    await commit(store, 1, 3000);
    expect(await times(store)).toEqual([[1000, 3000]]);
    await store.close();
    store = await start();
    expect(await times(store)).toEqual([[3000]]);
    await store.close();
  });

  it('refuses commits after it was closed', async () => {
    const store = await start();
    await store.close();
    await expect(commit(store, 1, 1000)).rejects.toThrow('closed');
  });
});
