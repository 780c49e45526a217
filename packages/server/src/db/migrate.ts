import type { Kysely, Transaction } from 'kysely';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { DatabaseError } from './database-error.ts';
import type { Migration } from './migration.ts';
import { checksum } from './migration.ts';
import type { AppliedMigration } from './migration-plan.ts';
import { planMigration } from './migration-plan.ts';
import { migrations } from './migrations/index.ts';

type HistoryTable = {
  schema_migrations: AppliedMigration & { readonly applied_at: number };
};

export interface MigrateOptions {
  readonly now: () => number;
  /** Schema number to reach; the newest unless told. A lower one goes back, and loses what the tables held. */
  readonly target?: number;
  readonly known?: readonly Migration[];
}

export interface MigrateResult {
  readonly from: number;
  readonly to: number;
}

/**
 * Brings the schema to `target`, one transaction a step: a crash leaves the last whole step, and the next start goes
 * on from there. Refuses a database that is newer than the code, was made by other SQL, or lacks a step.
 */
export async function migrate(db: Database, options: MigrateOptions): Promise<MigrateResult> {
  const { known = migrations, target = known.at(-1)?.number ?? 0, now } = options;
  const history = db.withTables<HistoryTable>();
  await createHistory(history);
  const applied = await readHistory(history);
  const { direction, steps } = planMigration(known, applied, target);
  for (const step of steps) {
    await history.transaction().execute((transaction) => run(transaction, step, direction, now()));
  }
  return { from: applied.at(-1)?.number ?? 0, to: target };
}

async function createHistory(db: Kysely<HistoryTable>): Promise<void> {
  await db.schema
    .createTable('schema_migrations')
    .ifNotExists()
    .addColumn('number', 'integer', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('checksum', 'text', (column) => column.notNull())
    .addColumn('applied_at', 'bigint', (column) => column.notNull())
    .execute();
}

async function readHistory(db: Kysely<HistoryTable>): Promise<readonly AppliedMigration[]> {
  return db.selectFrom('schema_migrations').select(['number', 'name', 'checksum']).orderBy('number').execute();
}

/** The history is written first: of two control planes that start at once, the second stumbles here, having changed nothing. */
async function run(
  db: Transaction<HistoryTable>,
  step: Migration,
  direction: 'up' | 'down',
  now: number,
): Promise<void> {
  try {
    await remember(db, step, direction, now);
    for (const statement of step[direction]) await sql.raw(statement).execute(db);
  } catch (error) {
    throw new DatabaseError(
      'migration_failed',
      `Migration ${step.number} (${step.name}) ${direction} failed: ${error}`,
      {
        hint: 'Nothing of it was kept. If another Seaworthy was starting on this database, start again.',
        cause: error,
      },
    );
  }
}

async function remember(
  db: Transaction<HistoryTable>,
  step: Migration,
  direction: 'up' | 'down',
  now: number,
): Promise<void> {
  if (direction === 'down') {
    await db.deleteFrom('schema_migrations').where('number', '=', step.number).execute();
    return;
  }
  const { number, name } = step;
  await db
    .insertInto('schema_migrations')
    .values({ number, name, checksum: checksum(step), applied_at: now })
    .execute();
}
