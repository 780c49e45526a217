import type { Database } from '../db/database.ts';
import { DAY_MS } from './day-pieces.ts';
import type { LedgerEntries } from './ledger.ts';

/** Availability by component, in the control plane's database. */
export interface AvailabilityStore {
  /** What ended before the day is left out. */
  read(component: string, fromDay: number): Promise<LedgerEntries>;
  /** All of it or nothing. */
  write(changes: ReadonlyMap<string, LedgerEntries>): Promise<void>;
  forgetBefore(day: number): Promise<void>;
}

export function createAvailabilityStore(db: Database): AvailabilityStore {
  return {
    async read(component, fromDay) {
      const [days, outages] = await Promise.all([
        db
          .selectFrom('availability_days')
          .selectAll()
          .where('component', '=', component)
          .where('day', '>=', fromDay)
          .execute(),
        db
          .selectFrom('outages')
          .selectAll()
          .where('component', '=', component)
          .where((is) => is.or([is('ended_at', 'is', null), is('ended_at', '>=', fromDay * DAY_MS)]))
          .orderBy('began_at')
          .execute(),
      ]);
      return {
        days: new Map(days.map((row) => [row.day, { upMs: row.up_ms, downMs: row.down_ms }])),
        outages: outages.map((row) => ({
          ...{ id: row.id, beganAtMs: row.began_at, downMs: row.down_ms },
          endedAtMs: row.ended_at ?? undefined,
        })),
      };
    },
    async write(changes) {
      const dayRows = [...changes].flatMap(([component, { days }]) =>
        [...days].map(([day, seen]) => ({ component, day, up_ms: seen.upMs, down_ms: seen.downMs })),
      );
      const outageRows = [...changes].flatMap(([component, { outages }]) =>
        outages.map(({ id, beganAtMs, endedAtMs = null, downMs }) => ({
          ...{ id, component, began_at: beganAtMs, ended_at: endedAtMs, down_ms: downMs },
        })),
      );
      if (dayRows.length + outageRows.length === 0) return;
      await db.transaction().execute(async (transaction) => {
        for (const row of dayRows) {
          await transaction
            .insertInto('availability_days')
            .values(row)
            .onConflict((same) => same.columns(['component', 'day']).doUpdateSet(row))
            .execute();
        }
        for (const row of outageRows) {
          await transaction
            .insertInto('outages')
            .values(row)
            .onConflict((same) => same.column('id').doUpdateSet(row))
            .execute();
        }
      });
    },
    async forgetBefore(day) {
      await db.deleteFrom('availability_days').where('day', '<', day).execute();
      await db
        .deleteFrom('outages')
        .where('ended_at', '<', day * DAY_MS)
        .execute();
    },
  };
}
