import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { virtualClock } from '../clock/testing.ts';
import { onlyFrom } from './fan-out.ts';
import { createLogger } from './line-logger.ts';
import { logFile } from './log-file.ts';
import { logOutputs } from './outputs.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kit-log-file-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const inFolder = (name: string) => path.join(folder, name);
const read = (name: string) => readFileSync(inFolder(name), 'utf8');
const suffix = (name: string) => Number(/\.(\d+)$/.exec(name)?.[1] ?? 0);

it('keeps ten full files of 10 MB beside the present one, and loses or cuts no line of those', async () => {
  const file = logFile({ path: inFolder('app.log') });
  const line = (number: number) => `${String(number).padStart(8)} ${'x'.repeat(100_000 - 10)}\n`;
  for (let number = 0; number < 1300; number += 1) {
    file.write(line(number));
    if (number % 50 === 0) await file.flush();
  }
  await file.close();
  expect(file.dropped).toBe(0);
  const names = readdirSync(folder).toSorted((left, right) => suffix(right) - suffix(left));
  expect(names).toHaveLength(11);
  for (const name of names) expect(statSync(inFolder(name)).size).toBeLessThanOrEqual(10 * 1024 * 1024);
  const numbers = names.flatMap((name) => read(name).trimEnd().split('\n')).map((text) => Number(text.slice(0, 8)));
  expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => 1300 - numbers.length + index));
});

it('goes on in a new file when somebody moved or removed it', async () => {
  const clock = virtualClock();
  const file = logFile({ path: inFolder('app.log'), clock });
  file.write('first\n');
  await file.flush();
  renameSync(inFolder('app.log'), inFolder('moved.log'));
  await clock.advance(100);
  file.write('second\n');
  await file.flush();
  unlinkSync(inFolder('app.log'));
  await clock.advance(100);
  file.write('third\n');
  await file.close();
  expect([read('moved.log'), read('app.log')]).toEqual(['first\n', 'third\n']);
});

it('ends a line that a crash cut off, so that the next one stands on its own', async () => {
  writeFileSync(inFolder('app.log'), 'whole\nhal');
  const file = logFile({ path: inFolder('app.log') });
  file.write('next\n');
  await file.close();
  expect(read('app.log')).toBe('whole\nhal\nnext\n');
});

it('drops what does not fit in its memory, counts it, and tells it in the file', async () => {
  const told: number[] = [];
  const file = logFile({ path: inFolder('app.log'), maxWaitingBytes: 100, onDropped: (count) => told.push(count) });
  for (let number = 0; number < 30; number += 1) file.write(`line ${number} ...\n`);
  const dropped = file.dropped;
  expect(dropped).toBeGreaterThan(10);
  await file.close();
  expect(told).toEqual([dropped]);
  const lines = read('app.log').trimEnd().split('\n');
  expect(lines).toHaveLength(30 - dropped + 1);
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ level: 'warn', dropped });
});

it('waits while the disk refuses, tries again, and lets nobody wait for it', async () => {
  const clock = virtualClock();
  const file = logFile({ path: path.join(folder, 'deep', 'app.log'), clock });
  file.write('first\n');
  await file.flush();
  rmSync(inFolder('deep'), { recursive: true });
  writeFileSync(inFolder('deep'), 'no folder');
  await clock.advance(100);
  file.write('second\n');
  await file.flush();
  rmSync(inFolder('deep'));
  await clock.advance(1000);
  file.write('third\n');
  await file.close();
  expect(file.dropped).toBe(0);
});

it('says at once when it cannot be opened', () => {
  expect(() => logFile({ path: path.join(folder, '\0') })).toThrow();
});

it('errors go to a file of their own, all lines to another, in one logger', async () => {
  const outputs = logOutputs({
    console: 'none',
    file: { path: inFolder('all.log') },
    errorsFile: { path: inFolder('errors.log') },
  });
  const logger = createLogger({ name: 'x', destination: outputs });
  for (const level of ['info', 'warn', 'error', 'fatal'] as const) logger[level](level);
  await logger.flush();
  const messages = (name: string) =>
    read(name)
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as { message: string }).message);
  expect(messages('all.log')).toEqual(['info', 'warn', 'error', 'fatal']);
  expect(messages('errors.log')).toEqual(['error', 'fatal']);
  await outputs.close();
});

it('is flushed through what stands before it', async () => {
  const logger = createLogger({ name: 'x', destination: onlyFrom('info', logFile({ path: inFolder('a.log') })) });
  logger.info('m');
  await logger.flush();
  expect(read('a.log')).toContain('"message":"m"');
});
