import { onTestFinished } from 'vitest';
import type { Database } from './database.ts';
import { openDatabase } from './database.ts';
import { migrate } from './migrate.ts';

/** A database with the newest schema, in memory unless a path is given; closed when the test ends. */
export async function testDatabase(path = ':memory:'): Promise<Database> {
  const db = openDatabase(path);
  onTestFinished(() => db.destroy());
  await migrate(db, { now: () => 0 });
  return db;
}
