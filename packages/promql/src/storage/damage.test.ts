import { readFile, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE, read, StoreWorld } from './testing.ts';

const world = new StoreWorld();

async function flip(path: string, offset: number): Promise<void> {
  const bytes = await readFile(path);
  bytes[offset] = (bytes[offset] ?? 0) ^ 0xff;
  await writeFile(path, bytes);
}

describe('what is on disk is damaged', () => {
  it('a torn tail of the log is cut off, with the reason', async () => {
    let store = await world.start();
    await world.fill(store, 0, MINUTE, ['a']);
    const before = await read(store);
    await store.close();
    const [path = ''] = await world.files('log');
    const whole = await readFile(path);
    await writeFile(path, Buffer.concat([whole, whole.subarray(0, 30)]));
    store = await world.start();
    expect(store.problems()).toMatchObject([{ kind: 'torn', file: path, offset: whole.length, bytes: 30 }]);
    expect(store.problems()[0]?.message).toContain('crash');
    expect(await read(store)).toEqual(before);
    expect(await readFile(path)).toEqual(whole);
    store = await world.restart(store);
    expect(store.problems()).toEqual([]);
  });

  it('a record in the middle of the log is named; what is around it is served', async () => {
    const store = await world.start();
    await world.fill(store, 0, MINUTE, ['a', 'b']);
    await store.close();
    const [path = ''] = await world.files('log');
    const bytes = await readFile(path);
    await flip(path, Math.floor(bytes.length * 0.7));
    const again = await world.start();
    expect(again.problems()).toMatchObject([{ kind: 'damaged', file: path }]);
    expect((await read(again)).map(({ timestamps }) => timestamps)).toEqual([
      [0, 15_000, 45_000],
      [0, 15_000, 45_000],
    ]);
  });

  it('samples of one series in a block are named; the other series are served', async () => {
    const store = await world.start();
    await world.fill(store, 0, HOUR, ['a', 'b', 'c']);
    world.nowMs = 4 * HOUR;
    await store.maintain();
    await store.close();
    const [path = ''] = await world.files('blocks');
    await flip(path, 100);
    const again = await world.start();
    expect((await read(again)).map(({ i }) => i)).toEqual(['b', 'c']);
    expect((await read(again)).map(({ i }) => i)).toEqual(['b', 'c']);
    expect(again.problems()).toMatchObject([{ kind: 'damaged', file: path, offset: 8 }]);
  });

  it('a block that cannot be opened is named and left; the rest is served', async () => {
    const store = await world.start();
    await world.fill(store, 0, 4 * HOUR, ['a'], MINUTE);
    world.nowMs = 9 * HOUR;
    await store.maintain();
    await store.close();
    const paths = (await world.files('blocks')).sort();
    const path = paths[0] ?? '';
    const whole = await readFile(path);
    await writeFile(path, whole.subarray(0, whole.length / 2));
    const again = await world.start();
    expect(again.problems()).toMatchObject([{ kind: 'damaged', file: path }]);
    expect((await read(again))[0]?.timestamps[0]).toBe(2 * HOUR);
    expect((await world.files('blocks')).sort()).toEqual(paths);
  });

  it('a damaged index loses its block, which is not thinned out and stays', async () => {
    const store = await world.start();
    await world.fill(store, 0, HOUR, ['a', 'b']);
    world.nowMs = 4 * HOUR;
    await store.maintain();
    await store.close();
    const [path = ''] = await world.files('blocks');
    const meta = (await readFile(path)).indexOf('{"version"');
    await flip(path, meta - 20);
    const again = await world.start({ tiers: { rawMs: HOUR, minuteMs: HOUR, keepMs: 72 * HOUR } });
    expect(await read(again)).toEqual([]);
    expect((await again.maintain()).thinned).toBe(0);
    expect(await world.files('blocks')).toEqual([path]);
    expect(again.problems()).toMatchObject([
      { kind: 'damaged', file: path, message: 'the checksum of the index is wrong' },
    ]);
  });
});
