import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { DoorbellDatabase } from '../db/database.ts';
import { temporaryFolder } from '../testing/running-doorbell.ts';
import { virtualClock } from '../testing/virtual-clock.ts';
import type { Gallery } from './gallery.ts';
import { createGallery } from './gallery.ts';

const clock = virtualClock();
let folder: ReturnType<typeof temporaryFolder>;
const databases: DoorbellDatabase[] = [];

beforeEach(() => {
  folder = temporaryFolder('gallery');
});

afterEach(() => {
  for (const database of databases.splice(0)) database.close();
  folder.remove();
});

/** Each call is what another instance of the service would have: its own connection to the same file. */
function openGallery(): Gallery {
  const database = new DoorbellDatabase({ file: join(folder.path, 'doorbell.db'), clock });
  database.open();
  databases.push(database);
  return createGallery({ database, maxEncodings: 3, clock });
}

const face = (value: number) => new Float32Array(128).fill(value);

it('gives back exactly the encoding that was enrolled', async () => {
  const gallery = openGallery();
  const encoding = Float32Array.from({ length: 128 }, (_, index) => Math.sin(index) / 3);
  expect(await gallery.enrol('known', 'Ada', encoding)).toMatchObject({ name: 'Ada', encodings: 1 });
  expect(gallery.entries()).toEqual([{ list: 'known', person: 'Ada', encoding }]);
});

it('evicts the oldest encoding beyond the limit, of that person only', async () => {
  const gallery = openGallery();
  await gallery.enrol('known', 'Bea', face(9));
  for (const value of [1, 2, 3, 4]) await gallery.enrol('known', 'Ada', face(value));
  expect(gallery.entries().map(({ person, encoding }) => [person, encoding[0]])).toEqual([
    ['Bea', 9],
    ['Ada', 2],
    ['Ada', 3],
    ['Ada', 4],
  ]);
});

it('shows a change by one instance to another at once', async () => {
  const [one, two] = [openGallery(), openGallery()];
  expect(two.entries()).toEqual([]);
  await one.enrol('known', 'Ada', face(1));
  expect(two.entries()).toHaveLength(1);
  expect(await two.remove('known', 'Ada')).toBe(true);
  expect(one.entries()).toEqual([]);
  expect(await one.remove('known', 'Ada')).toBe(false);
});

it('keeps the two lists apart, and one person one whatever the capitals', async () => {
  const gallery = openGallery();
  await gallery.enrol('known', 'Ada', face(1));
  await gallery.enrol('known', 'ada', face(2));
  await gallery.enrol('blacklist', 'Ada', face(3));
  expect(gallery.people('known')).toMatchObject([{ name: 'Ada', encodings: 2 }]);
  await gallery.remove('known', 'ADA');
  expect(gallery.people('blacklist')).toHaveLength(1);
});

it('does not read the encodings again while nothing changed', async () => {
  const gallery = openGallery();
  await gallery.enrol('known', 'Ada', face(1));
  expect(gallery.entries()).toBe(gallery.entries());
});
