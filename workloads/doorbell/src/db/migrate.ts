import { createHash } from 'node:crypto';
import type BetterSqlite3 from 'better-sqlite3';

export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly up: string;
}

/** The database was not made by this program's migrations; nothing was changed. */
export class MigrationConflict extends Error {
  override readonly name = 'MigrationConflict';
}

interface Applied {
  readonly version: number;
  readonly name: string;
  readonly checksum: string;
}

/**
 * Applies what is missing, each migration whole or not at all. Versions that this program does not know are left
 * alone: during a deploy the old version runs on the database of the new one.
 */
export function migrate(db: BetterSqlite3.Database, migrations: readonly Migration[], now: () => Date): number {
  db.exec(`CREATE TABLE IF NOT EXISTS schema_migrations (
    version INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at TEXT NOT NULL)`);
  let count = 0;
  for (const migration of migrations) {
    const apply = db.transaction(() => applyOne(db, migration, now));
    if (apply.immediate()) count++; // the lock first: two instances may start at once
  }
  return count;
}

function applyOne(db: BetterSqlite3.Database, migration: Migration, now: () => Date): boolean {
  const { version, name, up } = migration;
  const applied = db.prepare('SELECT * FROM schema_migrations WHERE version = ?').get(version) as Applied | undefined;
  if (applied) {
    refuseOtherText(applied, migration);
    return false;
  }
  db.exec(up);
  const insert = db.prepare('INSERT INTO schema_migrations VALUES (?, ?, ?, ?)');
  insert.run(version, name, checksumOf(migration), now().toISOString());
  return true;
}

function refuseOtherText(applied: Applied, migration: Migration): void {
  if (applied.checksum === checksumOf(migration)) return;
  throw new MigrationConflict(
    `migration ${migration.version} was applied as "${applied.name}" with another text; use the release that made this database, or another data folder`,
  );
}

/** White space does not count: an editor may re-indent the text, and the tables stay the same. */
export function checksumOf({ up }: Migration): string {
  return createHash('sha256').update(up.replaceAll(/\s+/g, ' ').trim()).digest('hex');
}
