import { DatabaseError } from './database-error.ts';
import type { Migration } from './migration.ts';
import { checksum } from './migration.ts';

/** What a database remembers of a migration that it went through. */
export interface AppliedMigration {
  readonly number: number;
  readonly name: string;
  readonly checksum: string;
}

export interface MigrationPlan {
  readonly direction: 'up' | 'down';
  readonly steps: readonly Migration[];
}

/** Which steps bring a database to `target`, in order. Throws when its history is not the one that this code knows. */
export function planMigration(
  known: readonly Migration[],
  applied: readonly AppliedMigration[],
  target: number,
): MigrationPlan {
  checkOrder(known);
  checkHistory(known, applied);
  const wanted = known.filter((migration) => migration.number <= target).length;
  if (wanted >= applied.length) return { direction: 'up', steps: known.slice(applied.length, wanted) };
  return { direction: 'down', steps: known.slice(wanted, applied.length).reverse() };
}

/** The list in the code is right: only a mistake of ours can break it. */
function checkOrder(known: readonly Migration[]): void {
  known.forEach((migration, index) => {
    if (migration.number === index + 1) return;
    throw new DatabaseError('schema_gap', `Migration ${label(migration)} stands at place ${index + 1} of the list.`, {
      hint: 'Number the migrations 1, 2, 3 … in the order of the list, without a hole.',
    });
  });
}

/** A database went through the first so many of the known steps, through each as it is known today. */
function checkHistory(known: readonly Migration[], applied: readonly AppliedMigration[]): void {
  const newest = applied.at(-1);
  const newestKnown = known.at(-1)?.number ?? 0;
  if (newest && newest.number > newestKnown) throw newer(newest, newestKnown);
  applied.forEach((entry, index) => {
    const migration = known[index];
    if (migration?.number !== entry.number) throw gap(migration, entry);
    if (checksum(migration) !== entry.checksum) throw changed(migration);
  });
}

function newer(newest: AppliedMigration, ours: number): DatabaseError {
  return new DatabaseError(
    'schema_newer',
    `The database is at schema ${label(newest)}; this version of Seaworthy knows schemas up to ${ours}.`,
    { hint: 'Start the newer version of Seaworthy that made it, or restore a backup from before the upgrade.' },
  );
}

function gap(expected: Migration | undefined, found: AppliedMigration): DatabaseError {
  const missing = expected ? ` but not ${label(expected)} before it` : ', which is unknown here';
  return new DatabaseError('schema_gap', `The database has migration ${label(found)}${missing}.`, {
    hint: 'Its history was edited by hand, or made by code that never shipped: restore a backup, or open a fresh state folder.',
  });
}

function changed(migration: Migration): DatabaseError {
  return new DatabaseError(
    'schema_changed',
    `Migration ${label(migration)} is not the one that this database went through: its SQL has changed since.`,
    { hint: 'Start the version of Seaworthy that made the database. A migration never changes once it has shipped.' },
  );
}

function label({ number, name }: Pick<Migration, 'number' | 'name'>): string {
  return `${number} (${name})`;
}
