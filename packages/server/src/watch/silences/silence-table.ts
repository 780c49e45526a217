import type { Database } from '../../db/database.ts';
import type { SilenceRow } from '../../db/migrations/004-alerts-and-silences.ts';
import type { MatchOperator } from '../matchers/matcher.ts';
import { matcher } from '../matchers/matcher.ts';
import type { Silence } from './silence.ts';

export async function loadSilences(db: Database): Promise<Silence[]> {
  return (await db.selectFrom('silences').selectAll().execute()).map(toSilence);
}

/** All or none. */
export async function saveSilences(db: Database, silences: readonly Silence[]): Promise<void> {
  await db.transaction().execute(async (within) => {
    for (const silence of silences) {
      const { id, ...rest } = toRow(silence);
      const write = within.insertInto('silences').values({ id, ...rest });
      await write.onConflict((conflict) => conflict.column('id').doUpdateSet(rest)).execute();
    }
  });
}

export async function deleteSilencesEndedBefore(db: Database, timeMs: number): Promise<void> {
  await db.deleteFrom('silences').where('ends_at', '<', timeMs).execute();
}

function toSilence(row: SilenceRow): Silence {
  const matchers = JSON.parse(row.matchers) as { name: string; operator: MatchOperator; value: string }[];
  return {
    id: row.id,
    matchers: matchers.map(({ name, operator, value }) => matcher(name, operator, value)),
    startsAt: row.starts_at,
    endsAt: row.ends_at,
    updatedAt: row.updated_at,
    createdBy: row.created_by,
    comment: row.comment,
  };
}

function toRow(silence: Silence): SilenceRow {
  return {
    id: silence.id,
    matchers: JSON.stringify(silence.matchers.map(({ name, operator, value }) => ({ name, operator, value }))),
    starts_at: silence.startsAt,
    ends_at: silence.endsAt,
    updated_at: silence.updatedAt,
    created_by: silence.createdBy,
    comment: silence.comment,
  };
}
