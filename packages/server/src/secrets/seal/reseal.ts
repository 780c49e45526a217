import { sql } from 'kysely';
import type { Database } from '../../db/database.ts';
import type { SealedColumn, Sealer } from '../../db/sealed-column.ts';
import { placeOf, sealedColumns, sealedPrefix } from '../../db/sealed-column.ts';

type Row = Readonly<Record<string, string | number>>;

export interface Resealing {
  /** Whether a text is sealed as it should be already. */
  readonly isDone: (sealed: string, place: string) => boolean;
  readonly from: Pick<Sealer, 'open'>;
  readonly to: Pick<Sealer, 'seal'>;
}

/** Seals every sealed text of the database anew, within the transaction that is handed in. Tells how many. */
export async function resealAll(db: Database, how: Resealing): Promise<number> {
  let count = 0;
  for (const column of Object.values(sealedColumns)) count += await resealColumn(db, column, how);
  return count;
}

async function resealColumn(db: Database, column: SealedColumn, { isDone, from, to }: Resealing): Promise<number> {
  let count = 0;
  for (const row of await rowsOf(db, column)) {
    const key = column.key.map((name) => row[name] ?? '');
    const place = placeOf(column, ...key);
    const sealed = String(row[column.column]);
    if (isDone(sealed, place)) continue;
    await write(db, column, key, to.seal(from.open(sealed, place), place));
    count += 1;
  }
  return count;
}

/** What an earlier version stored is not ours yet: its room seals it anew at the start. */
async function rowsOf(db: Database, { table, key, column }: SealedColumn): Promise<readonly Row[]> {
  const names = sql.join([...key, column].map((name) => sql.ref(name)));
  const { rows } =
    await sql<Row>`select ${names} from ${sql.table(table)} where ${sql.ref(column)} like ${`${sealedPrefix}%`}`.execute(
      db,
    );
  return rows;
}

async function write(
  db: Database,
  { table, key, column }: SealedColumn,
  values: readonly (string | number)[],
  sealed: string,
): Promise<void> {
  const conditions = key.map((name, index) => sql`${sql.ref(name)} = ${values[index]}`);
  const here = sql.join(conditions, sql` and `);
  await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${sealed} where ${here}`.execute(db);
}
