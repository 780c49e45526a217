import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '@seaworthy/kit';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/running-doorbell.ts';
import { DatabaseUnavailable, DoorbellDatabase } from './database.ts';

let folder: ReturnType<typeof temporaryFolder>;
let database: DoorbellDatabase;

beforeEach(() => {
  folder = temporaryFolder('database');
  database = new DoorbellDatabase({ file: join(folder.path, 'doorbell.db'), clock: systemClock });
  database.open();
});

afterEach(() => {
  database.close();
  folder.remove();
});

const countPeople = () => database.read((db) => db.prepare('SELECT count(*) FROM people').pluck().get());
const addPerson = (name: string) =>
  database.write((db) => db.prepare("INSERT INTO people (list, name, created_at) VALUES ('known', ?, '')").run(name));

it('notices that the file was taken away, and goes on with it when it is back', async () => {
  await addPerson('Ada');
  renameSync(join(folder.path, 'doorbell.db'), join(folder.path, 'away.db'));
  expect(countPeople).toThrow(DatabaseUnavailable);
  await expect(addPerson('Bea')).rejects.toThrow(DatabaseUnavailable);
  await expect(database.ping()).rejects.toThrow('is gone');
  renameSync(join(folder.path, 'away.db'), join(folder.path, 'doorbell.db'));
  await database.ping();
  expect(countPeople()).toBe(1);
});

it('does not use another file that was put in its place: the write-ahead log belongs to the first', async () => {
  await addPerson('Ada');
  const other = new DoorbellDatabase({ file: join(folder.path, 'other.db'), clock: systemClock });
  other.open();
  other.close();
  renameSync(join(folder.path, 'other.db'), join(folder.path, 'doorbell.db'));
  expect(countPeople).toThrow('restart to use it');
});

it('waits for another writer without holding up the event loop', async () => {
  const other = new BetterSqlite3(join(folder.path, 'doorbell.db'));
  other.exec('BEGIN IMMEDIATE');
  let turns = 0;
  const turning = setInterval(() => turns++, 1);
  const writing = addPerson('Ada');
  while (turns < 3) await systemClock.sleep(1);
  other.exec('COMMIT');
  await writing;
  clearInterval(turning);
  other.close();
  expect(countPeople()).toBe(1);
});
