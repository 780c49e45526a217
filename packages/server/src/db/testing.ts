import { onTestFinished } from 'vitest';
import type { Database } from './database.ts';
import { openDatabase } from './database.ts';
import { migrate } from './migrate.ts';
import type { Sealer } from './sealed-column.ts';

/** A database with the newest schema, in memory unless a path is given; closed when the test ends. */
export async function testDatabase(path = ':memory:'): Promise<Database> {
  const db = openDatabase(path);
  onTestFinished(() => db.destroy());
  await migrate(db, { now: () => 0 });
  return db;
}

/** Seals nothing; what was meant for another place is refused all the same. */
export const clearSealer: Sealer = {
  seal: (text, place) => JSON.stringify([place, text]),
  open(sealed, place) {
    const [of, text] = JSON.parse(sealed);
    if (of !== place) throw new Error(`sealed for ${of}, opened for ${place}`);
    return text;
  },
};
