import type { Outcome } from '@seaworthy/api';
import { sql } from 'kysely';
import type { Database } from '../../db/database.ts';
import type { Lease } from '../../db/lease.ts';
import type { DeploymentRow } from '../../db/migrations/002-rollout.ts';
import type { Env, Sealer } from '../../db/sealed-column.ts';
import { openEnv, placeOf, sealEnv, sealedColumns } from '../../db/sealed-column.ts';
import type { StoredDeployment } from './deployment.ts';
import { Interruption } from './interruption.ts';
import { phaseOf } from './steps.ts';

export interface Transition {
  readonly seq: number;
  readonly state: string;
  readonly phase: string | null;
  readonly what: string;
  readonly at: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

export interface PageAsk {
  readonly limit: number;
  readonly cursor?: string | undefined;
  readonly outcome?: Outcome | undefined;
  /** Stands in the version, the id, the reason or the name of who asked. */
  readonly text?: string | undefined;
}

/** Deployments of one service and every transition they made. */
export interface DeploymentStore {
  /**
   * Stores the deployment and, when its `seq` has grown, the transition; both or nothing, and only while the lease is
   * held. `also` belongs to the same transaction.
   */
  save(deployment: StoredDeployment, change?: Change): Promise<void>;
  get(id: string): Promise<StoredDeployment | undefined>;
  /** The one under way. */
  active(): Promise<StoredDeployment | undefined>;
  /** Newest first; `cursor` is the one that the page before ended with. */
  list(page: PageAsk): Promise<Page<StoredDeployment>>;
  /** The deployment that was asked for under this key, among the last hundred. */
  byRequestKey(key: string): Promise<StoredDeployment | undefined>;
  count(): Promise<number>;
  transitions(id: string): Promise<readonly Transition[]>;
  /** Notes with a deployment that ended that a later one took its release away again. */
  markRolledBack(id: string, by: string, within: Database): Promise<void>;
}

export interface Change {
  /** The transition's name; without one only the record is stored. */
  readonly what?: string;
  readonly at: number;
  readonly lease?: Lease | undefined;
  readonly also?: ((db: Database) => Promise<void>) | undefined;
}

export function createDeploymentStore(db: Database, service: string, sealer: Sealer): DeploymentStore {
  const parse = (row: Row) => fromRow(row, sealer);
  const read = (row: Row | undefined) => (row === undefined ? undefined : parse(row));
  const own = () => db.selectFrom('deployments').selectAll().where('service', '=', service);
  return {
    save: (deployment, change) => save(db, toRow(deployment, sealer), deployment, change),
    get: async (id) => read(await own().where('id', '=', id).executeTakeFirst()),
    active: async () => read(await own().where('ended_at', 'is', null).orderBy('id', 'desc').executeTakeFirst()),
    async list({ limit, cursor, outcome, text }) {
      const rows = await own()
        .$if(cursor !== undefined, (of) => of.where('id', '<', cursor ?? ''))
        .$if(outcome !== undefined, (of) => of.where('outcome', '=', outcome ?? null))
        .$if(text !== undefined, (of) => of.where(holding(text ?? '')))
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute();
      const items = rows.slice(0, limit).map(parse);
      return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
    },
    async byRequestKey(key) {
      const rows = await own().orderBy('id', 'desc').limit(100).execute();
      return rows.map(parse).find(({ requestKey }) => requestKey === key);
    },
    async count() {
      const counted = db.selectFrom('deployments').select((of) => of.fn.countAll<number>().as('count'));
      return Number((await counted.where('service', '=', service).executeTakeFirstOrThrow()).count);
    },
    transitions: (id) =>
      db
        .selectFrom('deployment_transitions')
        .select(['seq', 'state', 'phase', 'what', 'at'])
        .where('deployment_id', '=', id)
        .orderBy('seq')
        .execute(),
    async markRolledBack(id, by, within) {
      const row = await within.selectFrom('deployments').selectAll().where('id', '=', id).executeTakeFirst();
      if (row === undefined) return;
      const { record, env } = toRow({ ...parse(row), rolledBackBy: by }, sealer);
      await within.updateTable('deployments').set({ record, env }).where('id', '=', id).execute();
    },
  };
}

/** Single fields of the record: the whole of it may, from earlier versions, hold an environment. */
function holding(text: string) {
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  const told = sql`version || ' ' || id || ' ' || coalesce(record ->> '$.requestedBy', '') || ' ' || coalesce(record ->> '$.reason.message', '') || ' ' || coalesce(record ->> '$.reason.code', '')`;
  return sql<boolean>`${told} like ${pattern} escape '\\'`;
}

async function save(db: Database, row: Row, deployment: StoredDeployment, change?: Change): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    if (change?.lease !== undefined && !(await change.lease.isHeld(transaction))) throw new Interruption('lease_lost');
    const { id, ...rest } = row;
    await transaction
      .insertInto('deployments')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doUpdateSet(rest))
      .execute();
    if (change?.what !== undefined) await append(transaction, deployment, change.what, change.at);
    await change?.also?.(transaction);
  });
}

async function append(db: Database, deployment: StoredDeployment, what: string, at: number): Promise<void> {
  const { id, seq, state, step } = deployment;
  await db
    .insertInto('deployment_transitions')
    .values({ deployment_id: id, seq, state, phase: phaseOf(step), what, at })
    .execute();
}

type Row = DeploymentRow & { env: string | null };

function toRow({ env, ...deployment }: StoredDeployment, sealer: Sealer): Row {
  return {
    id: deployment.id,
    service: deployment.service,
    version: deployment.version,
    state: deployment.state,
    outcome: deployment.outcome,
    started_at: deployment.startedAt,
    ended_at: deployment.endedAt,
    record: JSON.stringify(deployment),
    env: sealEnv(sealer, env, placeOf(sealedColumns.deploymentEnv, deployment.id)),
  };
}

/** Written by `toRow`, or by an earlier version, which left the environment in the record. */
function fromRow({ id, record, env }: Row, sealer: Sealer): StoredDeployment {
  const { env: before, ...rest } = JSON.parse(record) as Omit<StoredDeployment, 'env'> & { readonly env?: Env };
  return { ...rest, env: openEnv(sealer, env, placeOf(sealedColumns.deploymentEnv, id), before) };
}
