import { sql } from 'kysely';
import type { Database } from '../db/database.ts';
import type { Env, Sealer } from '../db/sealed-column.ts';
import { placeOf, sealEnv, sealedColumns } from '../db/sealed-column.ts';

/**
 * Environments that earlier versions of Seaworthy stored in clear. All are sealed in one transaction, and then the file
 * is written anew, so that no page of it holds them any more. Tells how many there were.
 */
export async function sealOldRows(db: Database, sealer: Sealer): Promise<number> {
  const count = await db.transaction().execute(async (transaction) => {
    const deployments = await sealDeployments(transaction, sealer);
    return deployments + (await sealSlots(transaction, sealer)) + (await sealInstances(transaction, sealer));
  });
  if (count === 0) return 0;
  await sql`pragma wal_checkpoint(truncate)`.execute(db);
  await sql`vacuum`.execute(db);
  await sql`pragma wal_checkpoint(truncate)`.execute(db);
  return count;
}

async function sealDeployments(db: Database, sealer: Sealer): Promise<number> {
  const rows = await db.selectFrom('deployments').select(['id', 'record']).where('env', 'is', null).execute();
  for (const { id, record } of rows) {
    const { env = {}, ...rest } = JSON.parse(record) as { readonly env?: Env };
    const sealed = sealEnv(sealer, env, placeOf(sealedColumns.deploymentEnv, id));
    const change = { record: JSON.stringify(rest), env: sealed };
    await db.updateTable('deployments').set(change).where('id', '=', id).execute();
  }
  return rows.length;
}

async function sealSlots(db: Database, sealer: Sealer): Promise<number> {
  const rows = await db.selectFrom('slots').selectAll().where('env', 'is', null).execute();
  for (const { service, slot, contents } of rows) {
    const { wanted, ...others } = JSON.parse(contents) as { readonly wanted: { readonly env?: Env } };
    const { env = {}, ...rest } = wanted;
    const sealed = sealEnv(sealer, env, placeOf(sealedColumns.slotEnv, service, slot));
    const change = { contents: JSON.stringify({ ...others, wanted: rest }), env: sealed };
    const update = db.updateTable('slots').set(change);
    await update.where('service', '=', service).where('slot', '=', slot).execute();
  }
  return rows.length;
}

async function sealInstances(db: Database, sealer: Sealer): Promise<number> {
  const rows = await db.selectFrom('instances').select(['id', 'spec']).where('env', 'is', null).execute();
  for (const { id, spec } of rows) {
    const { env = {}, ...rest } = JSON.parse(spec) as { readonly env?: Env };
    const sealed = sealEnv(sealer, env, placeOf(sealedColumns.instanceEnv, id));
    await db
      .updateTable('instances')
      .set({ spec: JSON.stringify(rest), env: sealed })
      .where('id', '=', id)
      .execute();
  }
  return rows.length;
}
