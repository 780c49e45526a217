import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it, onTestFinished } from 'vitest';
import { testFolder } from '../platform/testing.ts';
import type { Database } from './database.ts';
import { openDatabase } from './database.ts';
import { migrate } from './migrate.ts';
import type { Migration } from './migration.ts';
import { migrations } from './migrations/index.ts';

const now = () => 0;
const boats: Migration = {
  number: 1,
  name: 'boats',
  up: ['CREATE TABLE boats (name TEXT PRIMARY KEY)'],
  down: ['DROP TABLE boats'],
};
const crews: Migration = {
  number: 2,
  name: 'crews',
  up: ['CREATE TABLE crews (boat TEXT REFERENCES boats (name))', "INSERT INTO boats VALUES ('Skylark')"],
  down: ['DROP TABLE crews', 'DELETE FROM boats'],
};

function emptyDatabase(path = ':memory:'): Database {
  const db = openDatabase(path);
  onTestFinished(() => db.destroy());
  return db;
}

async function schema(db: Database): Promise<string[]> {
  const { rows } = await sql<{ sql: string }>`
    SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'schema_migrations' ORDER BY name`.execute(db);
  return rows.map((row) => row.sql);
}

describe('migrate', () => {
  it('goes up step by step, and does nothing the second time', async () => {
    const db = emptyDatabase();
    expect(await migrate(db, { now, known: [boats] })).toEqual({ from: 0, to: 1 });
    expect(await migrate(db, { now, known: [boats, crews] })).toEqual({ from: 1, to: 2 });
    expect(await migrate(db, { now, known: [boats, crews] })).toEqual({ from: 2, to: 2 });
    expect(await schema(db)).toHaveLength(2);
  });

  it.each(migrations.map((migration) => [migration.name, migration.number] as const))(
    'goes down from %s to exactly what was there before',
    async (_, number) => {
      const db = emptyDatabase();
      await migrate(db, { now, target: number - 1 });
      const before = await schema(db);
      await migrate(db, { now, target: number });
      expect(await schema(db)).not.toEqual(before);
      await migrate(db, { now, target: number - 1 });
      expect(await schema(db)).toEqual(before);
    },
  );

  it('keeps nothing of a step that fails in its middle, and all of the steps before', async () => {
    const db = emptyDatabase();
    const broken = { ...crews, up: [...crews.up, 'CREATE TABEL oops'] };
    await expect(migrate(db, { now, known: [boats, broken] })).rejects.toMatchObject({ code: 'migration_failed' });
    expect(await schema(db)).toEqual(boats.up);
    expect(await migrate(db, { now, known: [boats, crews] })).toEqual({ from: 1, to: 2 });
  });
});

describe('migrate refuses', () => {
  it('a database that is newer than the code', async () => {
    const db = emptyDatabase();
    await migrate(db, { now, known: [boats, crews] });
    await expect(migrate(db, { now, known: [boats] })).rejects.toMatchObject({
      code: 'schema_newer',
      message: 'The database is at schema 2 (crews); this version of Seaworthy knows schemas up to 1.',
    });
  });

  it.each(['up', 'down'] as const)('a migration whose %s has changed since', async (direction) => {
    const db = emptyDatabase();
    await migrate(db, { now, known: [boats] });
    const changed = { ...boats, [direction]: [...boats[direction], '-- and more'] };
    await expect(migrate(db, { now, known: [changed] })).rejects.toMatchObject({ code: 'schema_changed' });
  });

  it('a history with a hole', async () => {
    const db = emptyDatabase();
    await migrate(db, { now, known: [boats, crews] });
    await sql`DELETE FROM schema_migrations WHERE number = 1`.execute(db);
    await expect(migrate(db, { now, known: [boats, crews] })).rejects.toMatchObject({
      code: 'schema_gap',
      message: 'The database has migration 2 (crews) but not 1 (boats) before it.',
    });
  });

  it.each([
    ['out of order', [crews, boats]],
    ['with a hole', [boats, { ...crews, number: 3 }]],
  ])('a list that is numbered %s', async (_, known) => {
    await expect(migrate(emptyDatabase(), { now, known })).rejects.toMatchObject({ code: 'schema_gap' });
  });
});

describe('the database', () => {
  it('keeps commits through a power loss, and lets readers read while it writes', async () => {
    const db = emptyDatabase(join(await testFolder(), 'test.db'));
    const pragma = async (name: string) =>
      Object.values((await sql.raw(`PRAGMA ${name}`).execute(db)).rows[0] ?? {})[0];
    expect(await pragma('journal_mode')).toBe('wal');
    expect(await pragma('synchronous')).toBe(2);
    expect(await pragma('foreign_keys')).toBe(1);
    expect(await pragma('busy_timeout')).toBe(5_000);
  });
});
