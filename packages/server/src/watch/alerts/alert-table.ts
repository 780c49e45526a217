import type { Database } from '../../db/database.ts';
import type { AlertRow } from '../../db/migrations/004-alerts-and-silences.ts';
import type { Alert } from './alert.ts';

/** SQLite takes some thousands of values in one statement. */
const ROWS_AT_ONCE = 500;

export async function loadAlerts(db: Database): Promise<Alert[]> {
  return (await db.selectFrom('alerts').selectAll().execute()).map(toAlert);
}

/** All or none. */
export async function saveAlerts(db: Database, alerts: readonly Alert[]): Promise<void> {
  await db.transaction().execute(async (within) => {
    for (const part of parts(alerts)) {
      await within
        .insertInto('alerts')
        .values(part.map(toRow))
        .onConflict((conflict) =>
          conflict.column('fingerprint').doUpdateSet(({ ref }) => ({
            annotations: ref('excluded.annotations'),
            starts_at: ref('excluded.starts_at'),
            ends_at: ref('excluded.ends_at'),
            updated_at: ref('excluded.updated_at'),
            timeout: ref('excluded.timeout'),
            generator_url: ref('excluded.generator_url'),
          })),
        )
        .execute();
    }
  });
}

/** All or none; one that was told again in the meantime stays. */
export async function deleteAlerts(db: Database, alerts: readonly Alert[]): Promise<void> {
  await db.transaction().execute(async (within) => {
    for (const { fingerprint, updatedAt } of alerts) {
      await within
        .deleteFrom('alerts')
        .where('fingerprint', '=', fingerprint)
        .where('updated_at', '<=', updatedAt)
        .execute();
    }
  });
}

function parts(alerts: readonly Alert[]): (readonly Alert[])[] {
  const count = Math.ceil(alerts.length / ROWS_AT_ONCE);
  return Array.from({ length: count }, (_, index) => alerts.slice(index * ROWS_AT_ONCE, (index + 1) * ROWS_AT_ONCE));
}

function toAlert(row: AlertRow): Alert {
  return {
    fingerprint: row.fingerprint,
    labels: JSON.parse(row.labels),
    annotations: JSON.parse(row.annotations),
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    updatedAt: row.updated_at,
    timeout: row.timeout === 1,
    generatorURL: row.generator_url,
  };
}

function toRow(alert: Alert): AlertRow {
  return {
    fingerprint: alert.fingerprint,
    labels: JSON.stringify(alert.labels),
    annotations: JSON.stringify(alert.annotations),
    starts_at: alert.startsAt,
    ends_at: alert.endsAt,
    updated_at: alert.updatedAt,
    timeout: alert.timeout ? 1 : 0,
    generator_url: alert.generatorURL,
  };
}
