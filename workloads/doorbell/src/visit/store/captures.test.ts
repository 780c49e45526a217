import { existsSync, readdirSync, readFileSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { temporaryFolder } from '../../testing/running-doorbell.ts';
import { Captures } from './captures.ts';

const NOW = Date.UTC(2026, 0, 10);
const DAY_MS = 86_400_000;
let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder('captures');
});
afterEach(() => folder.remove());

async function keep(captures: Captures, name: string, ageDays: number): Promise<void> {
  await captures.keep(name, Uint8Array.of(ageDays));
  const takenAt = new Date(NOW - ageDays * DAY_MS);
  utimesSync(join(folder.path, `${name}.jpg`), takenAt, takenAt);
}

it('keeps a picture under the name of its event', async () => {
  const captures = new Captures(folder.path, { keepFor: DAY_MS, maxFiles: 10 }, () => NOW);
  await captures.keep('event', Uint8Array.of(1, 2));
  expect([...readFileSync(join(folder.path, 'event.jpg'))]).toEqual([1, 2]);
});

it('removes what is too old, and the oldest beyond the limit', async () => {
  const captures = new Captures(folder.path, { keepFor: 7 * DAY_MS, maxFiles: 2 }, () => NOW);
  for (const [name, ageDays] of [
    ['old', 8],
    ['a', 3],
    ['b', 2],
    ['c', 1],
  ] as const)
    await keep(captures, name, ageDays);
  expect(await captures.prune()).toBe(2);
  expect(readdirSync(folder.path)).toEqual(['b.jpg', 'c.jpg']);
});

it('keeps nothing when nothing is to be kept', async () => {
  const captures = new Captures(join(folder.path, 'none'), { keepFor: DAY_MS, maxFiles: 0 }, () => NOW);
  await captures.keep('event', Uint8Array.of(1));
  expect(existsSync(join(folder.path, 'none'))).toBe(false);
  expect(await captures.prune()).toBe(0);
});
