import { appendFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LogLine } from '@seaworthy/api';
import { describe, expect, it } from 'vitest';
import type { VirtualClock } from '../../platform/testing.ts';
import { testFolder, virtualClock } from '../../platform/testing.ts';
import { followLines } from './follow.ts';
import { lastLines } from './last-lines.ts';
import { parseLogLine } from './log-line.ts';
import { readBackwards } from './read-backwards.ts';

const { signal } = new AbortController();
const json = (second: number, message: string, level = 'info') =>
  `${JSON.stringify({ timestamp: `2030-01-01T00:00:0${second}.000Z`, level, message, user: 'anna' })}\n`;

async function logFile(text: string, name = 'a.log'): Promise<string> {
  const file = join(await testFolder(), name);
  writeFileSync(file, text);
  return file;
}

describe('reading backwards', () => {
  it.each([
    ['no line', '', []],
    ['one line', 'a\n', ['a']],
    ['a last line without an end', 'a\nb', ['b', 'a']],
    ['empty lines and carriage returns', '\n\na\r\n\nb\n', ['b', 'a']],
  ])('finds %s', async (_, text, expected) => {
    expect(await collect(readBackwards(await logFile(text)))).toEqual(expected);
  });

  it('finds every line of a file of many chunks, whatever their lengths', async () => {
    const lines = Array.from({ length: 3_000 }, (_, index) => `${index} ${'äx'.repeat((index * 37) % 400)}`);
    const file = await logFile(`${lines.join('\n')}\n`);
    expect((await collect(readBackwards(file))).reverse()).toEqual(lines);
  });

  it('cuts a line that is far too long, and finds those around it', async () => {
    const file = await logFile(`before\n${'x'.repeat(300_000)}\nafter\n`);
    const [after, long, before] = await collect(readBackwards(file));
    expect([after, before, long?.length]).toEqual(['after', 'before', 65_536]);
  });

  it('of a file that is not there finds nothing', async () => {
    expect(await collect(readBackwards('/nowhere/a.log'))).toEqual([]);
  });
});

describe('a line', () => {
  it.each([
    [
      'pino',
      '{"level":30,"time":1893456000000,"msg":"hi","pid":7}',
      ['2030-01-01T00:00:00.000Z', 'info', 'hi', { pid: 7 }],
    ],
    ['seconds', '{"ts":1893456000,"severity":"WARN","message":"m"}', ['2030-01-01T00:00:00.000Z', 'warn', 'm', {}]],
    ['plain text', 'listening on 8080', [null, null, 'listening on 8080', {}]],
    ['broken JSON', '{"level":', [null, null, '{"level":', {}]],
    ['an impossible time', '{"time":"yesterday","msg":"m"}', [null, null, 'm', {}]],
  ])('of %s', (_, text, [time, level, message, fields]) => {
    expect(parseLogLine('i1', text)).toEqual({ instance: 'i1', time, level, message, fields });
  });
});

describe('the last lines', () => {
  it('of several instances come in the order of their times, through rotated files', async () => {
    const a = await logFile(json(3, 'three'));
    writeFileSync(`${a}.1`, json(1, 'one'));
    writeFileSync(`${a}.2`, json(0, 'zero'));
    const b = await logFile(json(2, 'two'), 'b.log');
    const sources = [
      { instance: 'a', file: a },
      { instance: 'b', file: b },
    ];
    const all = await lastLines(sources, { limit: 10 }, signal);
    expect(all.map(({ message }) => message)).toEqual(['zero', 'one', 'two', 'three']);
    const two = await lastLines(sources, { limit: 2 }, signal);
    expect(two.map(({ message }) => message)).toEqual(['two', 'three']);
  });

  it('are chosen by text anywhere in them, and by level', async () => {
    const file = await logFile(json(1, 'fine') + json(2, 'Broken', 'error') + json(3, 'broken again'));
    const messages = async (query: object) =>
      (await lastLines([{ instance: 'a', file }], { limit: 10, ...query }, signal)).map(({ message }) => message);
    expect(await messages({ grep: 'BROKEN' })).toEqual(['Broken', 'broken again']);
    expect(await messages({ grep: 'anna', level: 'ERROR' })).toEqual(['Broken']);
  });
});

describe('following', () => {
  it('tells lines as they are written, whole, over rotation, truncation and new instances', async () => {
    const clock = virtualClock();
    const file = await logFile('old\n');
    const sources = [{ instance: 'a', file }];
    const gone = new AbortController();
    const lines = followLines({ sources: () => sources, query: {}, clock, signal: gone.signal });
    const read = (next = lines.next()) => whileTimePasses(clock, next);

    const first = lines.next();
    await clock.untilSleeping();
    appendFileSync(file, 'half ');
    await clock.advance(1_000);
    appendFileSync(file, 'a line\n');
    expect(await read(first)).toBe('half a line');

    appendFileSync(file, 'last before\n');
    renameSync(file, `${file}.1`);
    writeFileSync(file, 'first after\n');
    expect([await read(), await read()]).toEqual(['last before', 'first after']);

    writeFileSync(file, 'cut\n');
    expect(await read()).toBe('cut');

    sources.push({ instance: 'b', file: await logFile('other\n', 'b.log') });
    expect(await read()).toBe('other');

    gone.abort();
    expect(await read()).toBeUndefined();
  });
});

/** Files answer in real time, the pauses between looks at them pass at once. */
async function whileTimePasses(clock: VirtualClock, next: Promise<IteratorResult<LogLine>>) {
  let isSettled = false;
  void next.finally(() => {
    isSettled = true;
  });
  while (!isSettled) await clock.advance(200);
  return (await next).value?.message;
}

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}
