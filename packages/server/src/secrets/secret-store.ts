import type { Database } from '../db/database.ts';
import type { Sealer } from '../db/sealed-column.ts';
import { placeOf, sealedColumns } from '../db/sealed-column.ts';
import type { Clock } from '../platform/clock.ts';
import { SecretError } from './secret-error.ts';
import type { ReferenceTo, SecretSource } from './secret-source.ts';

/** What may be told of a secret: nothing that follows from its value. */
export interface SecretFacts {
  readonly name: string;
  readonly version: number;
  readonly setBy: string;
  readonly setAt: number;
}

/** Our own secrets: they go in, and come out for instances alone. */
export interface SecretStore extends SecretSource<ReferenceTo<'own'>> {
  /** A new version, which instances get at their next start. The value is on the disk, sealed, when it resolves. */
  set(name: string, value: string, by: string): Promise<SecretFacts>;
  /** By name. */
  list(): Promise<readonly SecretFacts[]>;
  /** Removes every version; false when there is no such secret. */
  delete(name: string): Promise<boolean>;
}

/** The one before stays for whoever is just being started by it. */
const keptVersions = 2;

export function createSecretStore(db: Database, sealer: Sealer, clock: Pick<Clock, 'now'>): SecretStore {
  return {
    set: (name, value, by) =>
      db.transaction().execute(async (transaction) => {
        const [version, at] = [await nextVersion(transaction, name, clock.now()), clock.now()];
        const sealed = sealer.seal(value, placeOfValue(name, version));
        const row = { name, version, value: sealed, set_by: by, set_at: at };
        await transaction.insertInto('secret_versions').values(row).execute();
        const old = transaction.deleteFrom('secret_versions').where('name', '=', name);
        await old.where('version', '<=', version - keptVersions).execute();
        return { name, version, setBy: by, setAt: at };
      }),
    async list() {
      const rows = await newest(db).orderBy('secrets.name').execute();
      return rows.map(({ name, version, set_by, set_at }) => ({ name, version, setBy: set_by, setAt: set_at }));
    },
    delete: (name) =>
      db.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('secret_versions').where('name', '=', name).execute();
        const gone = transaction.updateTable('secrets').set({ deleted_at: clock.now() }).where('name', '=', name);
        return (await gone.where('deleted_at', 'is', null).executeTakeFirst()).numUpdatedRows === 1n;
      }),
    async resolve({ name }, signal) {
      signal?.throwIfAborted();
      const row = await newest(db).select('value').where('secrets.name', '=', name).executeTakeFirst();
      if (row === undefined) throw missing(name);
      return { value: sealer.open(row.value, placeOfValue(name, row.version)), changedAt: row.set_at };
    },
  };
}

function newest(db: Database) {
  return db
    .selectFrom('secrets')
    .innerJoin('secret_versions', (join) =>
      join
        .onRef('secret_versions.name', '=', 'secrets.name')
        .onRef('secret_versions.version', '=', 'secrets.newest_version'),
    )
    .where('secrets.deleted_at', 'is', null)
    .select(['secrets.name', 'version', 'set_by', 'set_at']);
}

/** Numbers are never used again, so that a value belongs to one version for ever. */
async function nextVersion(db: Database, name: string, now: number): Promise<number> {
  const row = await db.selectFrom('secrets').select('newest_version').where('name', '=', name).executeTakeFirst();
  const newest_version = (row?.newest_version ?? 0) + 1;
  const fresh = { name, newest_version, created_at: now, deleted_at: null };
  const insert = db.insertInto('secrets').values(fresh);
  await insert
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ newest_version, deleted_at: null }))
    .execute();
  return newest_version;
}

function placeOfValue(name: string, version: number): string {
  return placeOf(sealedColumns.secretValue, name, version);
}

function missing(name: string): SecretError {
  return new SecretError('secret_missing', `There is no secret ${name}.`, {
    hint: `Set it: \`seaworthy secrets set ${name}\` asks for the value, or reads it with --file.`,
  });
}
