import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fanOut, onlyFrom } from './fan-out.ts';
import { createLogger } from './line-logger.ts';
import { rotatingFile } from './rotating-file.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kit-logging-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('starts a new file at the limit, keeps so many, and loses or cuts no line of those', () => {
  const file = rotatingFile({ path: path.join(folder, 'app.log'), maxBytes: 1000, keep: 10 });
  const logger = createLogger({ name: 'x', destination: file });
  for (let number = 0; number < 200; number += 1) logger.info('line', { number });
  file.close();
  const names = readdirSync(folder).toSorted((left, right) => suffix(right) - suffix(left));
  expect(names).toHaveLength(11);
  for (const name of names) expect(statSync(path.join(folder, name)).size).toBeLessThanOrEqual(1000);
  const numbers = names.flatMap((name) => linesOf(name)).map((line) => Number(line['number']));
  expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => 200 - numbers.length + index));
});

it('rotates at 10 MB, keeps 10 and goes on in a file that is there', () => {
  const where = path.join(folder, 'app.log');
  const megabyte = `${'x'.repeat(1024 * 1024 - 1)}\n`;
  const first = rotatingFile({ path: where });
  for (let count = 0; count < 15; count += 1) first.write(megabyte);
  first.close();
  const second = rotatingFile({ path: where });
  for (let count = 0; count < 110; count += 1) second.write(megabyte);
  second.close();
  expect(readdirSync(folder)).toHaveLength(11);
  expect(statSync(`${where}.1`).size).toBe(10 * 1024 * 1024);
  expect(statSync(`${where}.10`).size).toBe(10 * 1024 * 1024);
});

it('writes errors to a file of their own beside the file of all', () => {
  const all = rotatingFile({ path: path.join(folder, 'all.log') });
  const errors = rotatingFile({ path: path.join(folder, 'errors.log') });
  const broken = {
    write: () => {
      throw new Error('broken');
    },
  };
  const logger = createLogger({ name: 'x', destination: fanOut(broken, all, onlyFrom('error', errors)) });
  for (const level of ['info', 'warn', 'error', 'fatal'] as const) logger[level](level);
  expect(linesOf('all.log').map((line) => line['level'])).toEqual(['info', 'warn', 'error', 'fatal']);
  expect(linesOf('errors.log').map((line) => line['level'])).toEqual(['error', 'fatal']);
});

it('flushes a stream that is slow to take its lines', async () => {
  const stream = new PassThrough({ highWaterMark: 10 });
  const logger = createLogger({ name: 'x', destination: stream });
  for (let number = 0; number < 50; number += 1) logger.info('line');
  let text = '';
  const flushed = logger.flush();
  stream.on('data', (chunk) => {
    text += String(chunk);
  });
  await flushed;
  expect(text.trim().split('\n')).toHaveLength(50);
  stream.destroy();
  await expect(logger.flush()).resolves.toBeUndefined();
});

function suffix(name: string): number {
  return Number(name.split('.log.')[1] ?? 0);
}

function linesOf(name: string): Record<string, unknown>[] {
  const lines = readFileSync(path.join(folder, name), 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}
