import { appendFileSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { StoreBench } from '../testing.ts';
import { fillableDisk, noon, storeBench, testRecord } from '../testing.ts';

const numbered = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => testRecord({ message: `${from + index}`, timeMs: noon + from + index }));
const filesOf = ({ folder }: StoreBench) => readdirSync(folder).sort();

async function sealed(bench: StoreBench): Promise<void> {
  await bench.store.flush();
  await bench.store.maintain();
  await bench.store.maintain();
}

describe('what is appended', () => {
  it('is written within about a second, as lines of JSON that only their owner reads', async () => {
    const bench = await storeBench();
    bench.store.append([testRecord({ fields: { stage: 'store' }, traceId: 'a'.repeat(32) })]);
    await bench.clock.advance(1_000);
    await bench.store.flush();
    const [line] = readFileSync(join(bench.folder, '000000000001.ndjson'), 'utf8').split('\n');
    expect(JSON.parse(line ?? '')).toEqual({
      ...{ t: noon, l: 'info', s: 'doorbell', i: 'doorbell-blue-1-abc', m: 'rung' },
      ...{ f: { stage: 'store' }, tr: 'a'.repeat(32) },
    });
  });

  it('is told to listeners once it is written, in its order', async () => {
    const bench = await storeBench();
    const told: string[] = [];
    bench.store.onRecords((stored) => told.push(...stored.map(({ record }) => record.message)));
    bench.store.append(numbered(3));
    expect(told).toEqual([]);
    await bench.store.flush();
    expect(told).toEqual(['0', '1', '2']);
  });

  it('is there after the next start, which goes on with the same file', async () => {
    const bench = await storeBench();
    bench.store.append(numbered(2));
    await bench.reopen();
    bench.store.append(numbered(2, 2));
    expect(await bench.messages()).toEqual(['0', '1', '2', '3']);
    expect(filesOf(bench)).toEqual(['000000000001.ndjson']);
  });

  it('loses its fields when its line would be too long, and is dropped when JSON cannot hold it', async () => {
    const bench = await storeBench();
    bench.store.append([testRecord({ fields: { long: 'x'.repeat(300_000) } }), testRecord({ fields: { big: 1n } })]);
    const { records } = await bench.find();
    expect(records).toMatchObject([{ fields: { cutBytes: 300_011 } }]);
    expect(bench.events).toContainEqual({ kind: 'dropped', records: 1, reason: 'invalid' });
  });
});

describe('a closed segment', () => {
  it('is compressed, told by an index, readable by zcat, and searched as before, also after a start', async () => {
    const bench = await storeBench({ segmentBytes: 50_000 });
    bench.store.append(numbered(1_000));
    await sealed(bench);
    expect(filesOf(bench)).toContain('000000000001.ndjson.gz');
    expect(filesOf(bench)).not.toContain('000000000001.ndjson');
    const lines = gunzipSync(readFileSync(join(bench.folder, '000000000001.ndjson.gz')))
      .toString()
      .split('\n');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ m: '0' });
    const expected = numbered(1_000).map(({ message }) => message);
    expect(await bench.messages()).toEqual(expected);
    await bench.reopen();
    expect(await bench.messages()).toEqual(expected);
  });

  it('is closed by its age too', async () => {
    const bench = await storeBench({ segmentMs: 60_000 });
    bench.store.append(numbered(1));
    await bench.store.flush();
    await bench.clock.advance(61_000);
    await sealed(bench);
    expect(filesOf(bench)).toContain('000000000001.ndjson.gz');
  });

  it('is removed when it is old, and the oldest when there is too much', async () => {
    const bench = await storeBench({ segmentBytes: 1, retentionMs: 3_600_000 });
    for (const index of [0, 1, 2]) {
      bench.store.append(numbered(1, index));
      await bench.store.flush();
      await bench.clock.advance(1_500_000);
    }
    await sealed(bench);
    expect(await bench.messages()).toEqual(['1', '2']);
    await bench.reopen({ maxBytes: 150 });
    await sealed(bench);
    expect(await bench.messages()).toEqual(['2']);
  });
});

describe('damage', () => {
  it('of the last line is cut off and told', async () => {
    const bench = await storeBench();
    bench.store.append(numbered(2));
    await bench.store.close();
    appendFileSync(join(bench.folder, '000000000001.ndjson'), '{"t":18934');
    await bench.reopen();
    bench.store.append(numbered(1, 2));
    expect(await bench.messages()).toEqual(['0', '1', '2']);
    expect(bench.events).toContainEqual({ kind: 'recovered', found: expect.objectContaining({ tornBytes: 10 }) });
  });

  it('of lines in the middle is passed over and told', async () => {
    const bench = await storeBench();
    bench.store.append(numbered(1));
    await bench.store.close();
    appendFileSync(join(bench.folder, '000000000001.ndjson'), 'not ours\n{"t":1893499200000,"l":"odd"}\n');
    await bench.reopen();
    bench.store.append(numbered(1, 1));
    expect(await bench.messages()).toEqual(['0', '1']);
    expect(bench.events).toContainEqual({ kind: 'recovered', found: expect.objectContaining({ strangeLines: 2 }) });
  });

  it('of an index, or its loss, costs nothing but the time to read the segment', async () => {
    const bench = await storeBench({ segmentBytes: 1 });
    for (const index of [0, 1]) {
      bench.store.append(numbered(1, index));
      await sealed(bench);
    }
    await bench.store.close();
    writeFileSync(join(bench.folder, '000000000001.index.json'), '{"version":1,"blocks":[]}');
    writeFileSync(join(bench.folder, '000000000002.index.json'), 'nonsense');
    await bench.reopen();
    await sealed(bench);
    expect(await bench.messages()).toEqual(['0', '1']);
    expect(filesOf(bench)).toContain('000000000001.ndjson.gz');
  });

  it('of compressed bytes costs that block alone, and the answer says so', async () => {
    const bench = await storeBench({ segmentBytes: 1 });
    for (const index of [0, 1]) {
      bench.store.append(numbered(1, index));
      await sealed(bench);
    }
    const file = join(bench.folder, '000000000001.ndjson.gz');
    const bytes = readFileSync(file);
    bytes.fill(0xff, 12, 40);
    writeFileSync(file, bytes);
    const { records, scanned } = await bench.find();
    expect(records.map(({ message }) => message)).toEqual(['1']);
    expect(scanned).toMatchObject({ blocks: 1, damagedBlocks: 1 });
  });

  it('that shortened a segment leaves what stands before it', async () => {
    const bench = await storeBench({ segmentBytes: 3_000_000 });
    bench.store.append(
      Array.from({ length: 40 }, (_, at) => testRecord({ timeMs: noon + at, message: `${at} ${'x'.repeat(60_000)}` })),
    );
    bench.store.append(
      Array.from({ length: 40 }, (_, at) =>
        testRecord({ timeMs: noon + 40 + at, message: `${40 + at} ${'y'.repeat(60_000)}` }),
      ),
    );
    await sealed(bench);
    await bench.store.close();
    const file = join(bench.folder, '000000000001.ndjson.gz');
    truncateSync(file, readFileSync(file).length - 10);
    await bench.reopen();
    const found = await bench.messages();
    expect(found.length).toBeGreaterThan(30);
    expect(bench.events).toContainEqual({ kind: 'recovered', found: expect.objectContaining({ damaged: [1] }) });
  });
});

describe('a full disk', () => {
  it('loses nothing that fits into memory, and writes it when there is room again', async () => {
    const disk = fillableDisk();
    const bench = await storeBench({ openFile: disk.open });
    bench.store.append(numbered(2));
    await bench.store.flush();
    disk.isFull = true;
    bench.store.append(numbered(2, 2));
    expect(await bench.store.flush()).toBe(false);
    await bench.clock.advance(5_000);
    expect(bench.events.filter(({ kind }) => kind === 'write_failed')).toHaveLength(1);
    expect(await bench.messages()).toEqual(['0', '1']);
    disk.isFull = false;
    expect(await bench.messages()).toEqual(['0', '1', '2', '3']);
    expect(bench.events.at(-2)).toEqual({ kind: 'write_mended' });
    await bench.reopen();
    expect(await bench.messages()).toEqual(['0', '1', '2', '3']);
  });

  it('refuses what memory may not hold, and counts it unless its sender can come again', async () => {
    const disk = fillableDisk();
    disk.isFull = true;
    const bench = await storeBench({ openFile: disk.open });
    const megabyte = Array.from({ length: 20 }, () => testRecord({ message: 'x'.repeat(50_000) }));
    const taken = Array.from({ length: 12 }, () => bench.store.append(megabyte)).filter((isTaken) => isTaken);
    expect(taken).toHaveLength(9);
    expect(bench.events.filter(({ kind }) => kind === 'dropped')).toEqual(
      Array.from({ length: 3 }, () => ({ kind: 'dropped', records: 20, reason: 'full' })),
    );
    expect(bench.store.offer(megabyte)).toBe(false);
    expect(bench.events.filter(({ kind }) => kind === 'dropped')).toHaveLength(3);
    disk.isFull = false;
    await bench.store.flush();
    expect(bench.store.segments.reduce((sum, { summary }) => sum + summary.records, 0)).toBe(180);
  });
});
