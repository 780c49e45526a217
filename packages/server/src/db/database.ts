import { closeSync, openSync } from 'node:fs';
import SqliteDatabase from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import type { Tables } from './migrations/index.ts';

export type { Tables } from './migrations/index.ts';
export type Database = Kysely<Tables>;

const BUSY_TIMEOUT_MS = 5_000;

/**
 * Opens (or creates) the control plane's database; `migrate` brings its schema up to date. A commit is on the disk when
 * it returns (`synchronous = FULL`): deployments resume from what is stored here. `:memory:` serves tests.
 */
export function openDatabase(path: string): Database {
  if (path !== ':memory:') createPrivately(path);
  const sqlite = new SqliteDatabase(path, { timeout: BUSY_TIMEOUT_MS });
  sqlite.pragma('journal_mode = WAL');
  sqlite.pragma('synchronous = FULL');
  sqlite.pragma('foreign_keys = ON');
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: sqlite }) });
}

/** Instances' environments are stored here, and they may hold secrets; SQLite gives its other files the same mode. */
function createPrivately(path: string): void {
  closeSync(openSync(path, 'a', 0o600));
}
