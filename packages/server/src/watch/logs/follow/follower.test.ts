import { appendFileSync, copyFileSync, existsSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { rotatingFile } from '@seaworthy/kit';
import { describe, expect, it } from 'vitest';
import type { StoreBench } from '../testing.ts';
import { fillableDisk, noon, storeBench } from '../testing.ts';
import { Follower } from './follower.ts';

interface FollowBench extends StoreBench {
  readonly logs: string;
  readonly file: string;
  readonly gaps: string[];
  follower: Follower;
  write(text: string): void;
  /** Reads until nothing is left to read. */
  settle(): Promise<void>;
  /** As after a start of the control plane; `crash`: without a stop. */
  restart(how?: 'crash'): Promise<void>;
}

async function followBench(over: Parameters<typeof storeBench>[0] = {}): Promise<FollowBench> {
  const bench = await storeBench(over);
  const state = dirname(bench.folder);
  const logs = join(state, 'logs');
  await mkdir(logs);
  const gaps: string[] = [];
  const create = () =>
    new Follower({
      ...{ folder: logs, service: 'doorbell', store: bench.store, clock: bench.clock },
      positionsFile: join(state, 'positions.json'),
      onGap: (name) => void gaps.push(name),
      onError(error) {
        throw error;
      },
    });
  const file = join(logs, 'doorbell-blue-1-abc.log');
  const followed = Object.assign(bench, {
    ...{ logs, file, gaps, follower: create() },
    write: (text: string) => appendFileSync(file, text),
    async settle() {
      for (let progress = await followed.follower.round(); progress !== 'idle'; )
        progress = await followed.follower.round();
    },
    async restart(how?: 'crash') {
      if (how === undefined) await followed.follower.stop();
      await bench.reopen();
      followed.follower = create();
      await followed.follower.begin();
    },
  });
  await followed.follower.begin();
  return followed;
}

const json = (message: string, over: object = {}) => `${JSON.stringify({ level: 'info', msg: message, ...over })}\n`;

describe('a log file', () => {
  it('is read line by line: JSON by the names that loggers use, all else as a message', async () => {
    const bench = await followBench();
    bench.write(json('hi', { time: noon - 5, context: { stage: 'store', traceId: 'AB'.repeat(16) } }));
    bench.write('listening on 8080\n{"level":\n2030-01-01 ERROR no bell\n');
    await bench.settle();
    const origin = { service: 'doorbell', instance: 'doorbell-blue-1-abc' };
    const context = { stage: 'store', traceId: 'AB'.repeat(16) };
    expect((await bench.find()).records).toEqual([
      { ...origin, timeMs: noon - 5, level: 'info', message: 'hi', fields: { context }, traceId: 'ab'.repeat(16) },
      { ...origin, timeMs: noon, level: null, message: 'listening on 8080', fields: {} },
      { ...origin, timeMs: noon, level: null, message: '{"level":', fields: {} },
      { ...origin, timeMs: noon, level: 'error', message: '2030-01-01 ERROR no bell', fields: {} },
    ]);
  });

  it.each([
    ['seconds', '{"ts":1893456000,"severity":"WARNING","message":"m"}', ['2030-01-01T00:00:00.000Z', 'warn', 'm', {}]],
    [
      'an impossible time',
      '{"time":"yesterday","msg":"m"}',
      ['2030-01-01T12:00:00.000Z', null, 'm', { time: 'yesterday' }],
    ],
    [
      'pino',
      '{"level":50,"time":1893456000000,"msg":"m","pid":7}',
      ['2030-01-01T00:00:00.000Z', 'error', 'm', { pid: 7 }],
    ],
    ['an unknown level', '{"level":"odd","msg":"m"}', ['2030-01-01T12:00:00.000Z', null, 'm', { level: 'odd' }]],
  ])('with %s is understood', async (_, line, expected) => {
    const bench = await followBench();
    bench.write(`${line}\n`);
    await bench.settle();
    const { records } = await bench.find();
    expect(
      records.map(({ timeMs, level, message, fields }) => [new Date(timeMs).toISOString(), level, message, fields]),
    ).toEqual([expected]);
  });

  it('with a stack trace keeps its lines together, also when they come in pieces', async () => {
    const bench = await followBench();
    bench.write('Error: no bell\n    at ring (bell.js:1)\n');
    await bench.follower.round();
    bench.write('    at press\nat last\n{"msg":"next"}\n');
    await bench.settle();
    expect(await bench.messages()).toEqual(['Error: no bell\n    at ring (bell.js:1)\n    at press\nat last', 'next']);
  });

  it('with a line that is far too long is cut, says so, and is read on behind it', async () => {
    const bench = await followBench();
    bench.write(`${'x'.repeat(300_000)}\nafter\n`);
    await bench.settle();
    const { records } = await bench.find();
    expect(records.map(({ message, fields }) => [message.length, fields])).toEqual([
      [65_536, { cutBytes: 300_000 - 65_536 }],
      [5, {}],
    ]);
  });

  it('whose last line has no end waits for it a while, and takes it as it is then', async () => {
    const bench = await followBench();
    bench.write('half ');
    expect(await bench.follower.round()).toBe('held');
    bench.write('a line\nthe last words');
    await bench.follower.round();
    await bench.follower.round();
    expect(await bench.messages()).toEqual(['half a line']);
    await bench.clock.advance(6_000);
    await bench.settle();
    expect(await bench.messages()).toEqual(['half a line', 'the last words']);
  });

  it('of the control plane itself is found when it is asked for', async () => {
    const bench = await followBench();
    writeFileSync(join(bench.logs, 'server.log'), json('own'));
    writeFileSync(join(bench.logs, 'errors.log'), json('twice'));
    writeFileSync(join(bench.logs, 'other-blue-1-abc.log'), json('of another service'));
    bench.write(json('theirs'));
    await bench.settle();
    expect(await bench.messages()).toEqual(['theirs']);
    expect(await bench.messages({ instance: 'seaworthy' })).toEqual(['own']);
  });
});

describe('over restarts', () => {
  it('no line is lost or read twice, and what came meanwhile is read at the next start', async () => {
    const bench = await followBench();
    for (let round = 0; round < 5; round++) {
      bench.write(`while it runs ${round}\n`);
      await bench.settle();
      bench.write(`half ${round} `);
      await bench.restart();
      bench.write(`whole\nmeanwhile ${round}\n`);
    }
    await bench.settle();
    const expected = [0, 1, 2, 3, 4].flatMap((round) => [
      ...[`while it runs ${round}`, `half ${round} whole`, `meanwhile ${round}`],
    ]);
    expect(await bench.messages()).toEqual(expected);
  });

  it('that were crashes, lines are read again at most, never lost', async () => {
    const bench = await followBench();
    bench.write('one\n');
    await bench.settle();
    await bench.follower.save();
    bench.write('two\n');
    await bench.settle();
    await bench.restart('crash');
    bench.write('three\n');
    await bench.settle();
    expect(await bench.messages()).toEqual(['one', 'two', 'two', 'three']);
  });
});

describe('rotation', () => {
  const lines = (from: number, to: number) =>
    Array.from({ length: to - from }, (_, index) => `line ${from + index}\n`).join('');
  const expected = (to: number) => Array.from({ length: to }, (_, index) => `line ${index}`);

  /** As docs/decisions/004 has it; the real one is followed in followed-rotation.test.ts. */
  function rotateByCopy(file: string): void {
    copyFileSync(file, `${file}.0`);
    for (let number = 8; number >= 0; number--) {
      if (existsSync(`${file}.${number}`)) renameSync(`${file}.${number}`, `${file}.${number + 1}`);
    }
    truncateSync(file);
  }

  it.each([
    ['while it runs', []],
    ['while it was stopped', ['restart']],
  ])('by copy and truncation loses and repeats nothing, %s', async (_, restarts) => {
    const bench = await followBench();
    bench.write(lines(0, 10));
    await bench.settle();
    bench.write(lines(10, 20));
    rotateByCopy(bench.file);
    bench.write(lines(20, 30));
    for (const _restart of restarts) await bench.restart();
    await bench.settle();
    bench.write(lines(30, 200));
    await bench.settle();
    expect(await bench.messages()).toEqual(expected(200));
    expect(bench.gaps).toEqual([]);
  });

  it('several times between two looks is caught up with', async () => {
    const bench = await followBench();
    bench.write(lines(0, 5));
    await bench.settle();
    rotateByCopy(bench.file);
    for (let from = 5; from < 20; from += 5) {
      bench.write(lines(from, from + 5));
      rotateByCopy(bench.file);
    }
    bench.write(lines(20, 60));
    await bench.restart();
    await bench.settle();
    expect(await bench.messages()).toEqual(expected(60));
    expect(bench.gaps).toEqual([]);
  });

  it('of a file that has never been read loses nothing', async () => {
    const bench = await followBench();
    bench.write(lines(0, 5));
    rotateByCopy(bench.file);
    bench.write(lines(5, 10));
    await bench.settle();
    expect(await bench.messages()).toEqual(expected(10));
  });

  it('by renaming, as our own log does, loses and repeats nothing', async () => {
    const bench = await followBench();
    const own = rotatingFile({ path: join(bench.logs, 'server.log'), maxBytes: 100, keep: 50 });
    for (let from = 0; from < 300; from += 30) {
      for (const line of lines(from, from + 30).split(/(?<=\n)/)) own.write(line);
      if (from % 60 === 0) await bench.settle();
      if (from === 150) await bench.restart();
    }
    own.close();
    await bench.settle();
    expect(await bench.messages({ instance: 'seaworthy' })).toEqual(expected(300));
    expect(bench.gaps).toEqual([]);
  });

  it('that went too far is told, and what is left is read', async () => {
    const bench = await followBench();
    bench.write(lines(0, 5));
    await bench.settle();
    renameSync(bench.file, `${bench.file}.1`);
    rmSync(`${bench.file}.1`);
    writeFileSync(`${bench.file}.9`, 'kept\n');
    bench.write('new\n');
    await bench.settle();
    expect((await bench.messages()).slice(5)).toEqual(['kept', 'new']);
    expect(bench.gaps).toEqual(['doorbell-blue-1-abc.log']);
  });

  it('that a crash broke off after the copy repeats nothing', async () => {
    const bench = await followBench();
    bench.write(lines(0, 10));
    await bench.settle();
    copyFileSync(bench.file, `${bench.file}.1`);
    bench.write(lines(10, 12));
    for (let look = 0; look < 5; look++) await bench.follower.round();
    await bench.settle();
    expect(await bench.messages()).toEqual(expected(12));
  });

  it('that simply emptied the file is told; what is written then is read from its beginning', async () => {
    const bench = await followBench();
    bench.write(lines(0, 10));
    await bench.settle();
    truncateSync(bench.file);
    bench.write('anew\n');
    await bench.settle();
    expect((await bench.messages()).slice(10)).toEqual(['anew']);
  });
});

describe('many files', () => {
  it('share the reading: a noisy one holds nobody up', async () => {
    const bench = await followBench();
    bench.write('noise '.repeat(10).concat('\n').repeat(100_000));
    writeFileSync(join(bench.logs, 'doorbell-blue-2-def.log'), 'quiet\n');
    await bench.follower.round();
    await bench.follower.round();
    expect(await bench.messages({ text: 'quiet' })).toEqual(['quiet']);
    expect((await bench.find({}, { limit: 10_000 })).records.length).toBeLessThan(10_000);
  });

  it('are read to their ends once the disk takes records again', async () => {
    const disk = fillableDisk();
    const bench = await followBench({ openFile: disk.open });
    disk.isFull = true;
    const text = Array.from({ length: 400 }, (_, index) => `${index} ${'x'.repeat(50_000)}\n`).join('');
    bench.write(text);
    for (let round = 0; round < 200; round++) await bench.follower.round();
    disk.isFull = false;
    await bench.store.flush();
    await bench.settle();
    await bench.store.flush();
    expect(bench.store.segments.reduce((sum, { summary }) => sum + summary.records, 0)).toBe(400);
  });
});

it('follows by itself, in time, and ends', async () => {
  const bench = await followBench();
  bench.follower.run();
  bench.write('one\n');
  await bench.clock.untilSleeping(3);
  const found = async () => {
    await bench.clock.advance(300);
    return bench.messages();
  };
  await expect.poll(found).toEqual(['one']);
  await bench.follower.stop();
});
