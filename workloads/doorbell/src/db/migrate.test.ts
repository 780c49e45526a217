import BetterSqlite3 from 'better-sqlite3';
import { expect, it } from 'vitest';
import type { Migration } from './migrate.ts';
import { MigrationConflict, migrate } from './migrate.ts';

const NOW = () => new Date(0);
const one: Migration = { version: 1, name: 'one', up: 'CREATE TABLE one (id INTEGER)' };
const two: Migration = { version: 2, name: 'two', up: 'CREATE TABLE two (id INTEGER)' };

function tables(db: BetterSqlite3.Database): unknown[] {
  return db.prepare("SELECT name FROM sqlite_master WHERE name IN ('one', 'two', 'three') ORDER BY name").pluck().all();
}

it('applies what is missing, once', () => {
  const db = new BetterSqlite3(':memory:');
  expect([migrate(db, [one], NOW), migrate(db, [one, two], NOW), migrate(db, [one, two], NOW)]).toEqual([1, 1, 0]);
  expect(tables(db)).toEqual(['one', 'two']);
});

it('leaves nothing of a migration that fails half way', () => {
  const db = new BetterSqlite3(':memory:');
  const broken: Migration = {
    version: 2,
    name: 'broken',
    up: 'CREATE TABLE two (id INTEGER); CREATE TABLE one (id INTEGER)',
  };
  expect(() => migrate(db, [one, broken], NOW)).toThrow('already exists');
  expect(tables(db)).toEqual(['one']);
});

it('refuses a database whose migration had another text, but not another layout of the same text', () => {
  const db = new BetterSqlite3(':memory:');
  migrate(db, [one], NOW);
  expect(() => migrate(db, [{ ...one, up: 'CREATE TABLE one (id TEXT)' }], NOW)).toThrow(MigrationConflict);
  expect(migrate(db, [{ ...one, up: 'CREATE  TABLE one\n(id INTEGER)' }], NOW)).toBe(0);
});

it('works on the database of a newer version', () => {
  const db = new BetterSqlite3(':memory:');
  migrate(db, [one, two], NOW);
  expect(migrate(db, [one], NOW)).toBe(0);
});
