import type { InstanceState, Slot } from '@seaworthy/api';
import type { Database } from '../../db/database.ts';
import type { InstanceRow } from '../../db/migrations/001-releases-and-instances.ts';
import type { Env, Sealer } from '../../db/sealed-column.ts';
import { openEnv, placeOf, sealEnv, sealedColumns } from '../../db/sealed-column.ts';
import type { InstanceExit, RunningInstance } from './runtime.ts';

/** The last end of an instance. Code and signal are null when it could not be started, or nobody saw it end. */
export interface LastExit extends InstanceExit {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** `exited with code 1`, `ended by SIGKILL`, or why it could not be started. */
  readonly message: string;
}

/** Everything about one instance that outlives the control plane. */
export interface InstanceRecord {
  readonly id: string;
  readonly slot: Slot;
  readonly ordinal: number;
  readonly version: string;
  readonly directory: string;
  readonly command: readonly string[];
  readonly env: Env;
  readonly host: string;
  readonly port: number;
  readonly wanted: 'running' | 'stopped';
  readonly state: InstanceState;
  /** Null from before it is started until that is known to have happened. */
  readonly running: RunningInstance | null;
  readonly startedAt: number | null;
  readonly restarts: number;
  readonly lastExit: LastExit | null;
}

/** The records of one service's instances. A change is on the disk when it resolves. */
export class InstanceTable {
  readonly #db: Database;
  readonly #service: string;
  readonly #sealer: Sealer;

  constructor(db: Database, service: string, sealer: Sealer) {
    this.#db = db;
    this.#service = service;
    this.#sealer = sealer;
  }

  async list(): Promise<readonly InstanceRecord[]> {
    const rows = await this.#db.selectFrom('instances').selectAll().where('service', '=', this.#service).execute();
    return rows.map((row) => fromRow(row, this.#sealer));
  }

  async save(record: InstanceRecord): Promise<void> {
    const row = toRow(record, this.#service, this.#sealer);
    await this.#db
      .insertInto('instances')
      .values(row)
      .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
      .execute();
  }

  async remove(id: string): Promise<void> {
    await this.#db.deleteFrom('instances').where('id', '=', id).execute();
  }
}

/** Rows of earlier versions hold the environment too. */
type Program = Pick<InstanceRecord, 'directory' | 'command'> & { readonly env?: Env };
type Row = InstanceRow & { env: string | null };

function toRow(record: InstanceRecord, service: string, sealer: Sealer): Row {
  const { id, slot, ordinal, version, host, port, wanted, state, restarts, running, lastExit } = record;
  const { directory, command, env } = record;
  return {
    ...{ id, service, slot, ordinal, version, host, port, wanted, state, restarts },
    spec: JSON.stringify({ directory, command } satisfies Program),
    env: sealEnv(sealer, env, placeOf(sealedColumns.instanceEnv, id)),
    pid: running?.pid ?? null,
    start_time: running?.startTime ?? null,
    started_at: record.startedAt,
    last_exit: lastExit && JSON.stringify(lastExit),
  };
}

function fromRow(row: Row, sealer: Sealer): InstanceRecord {
  const { id, slot, ordinal, version, host, port, wanted, state, restarts, pid, start_time: startTime } = row;
  const { directory, command, env: before } = JSON.parse(row.spec) as Program;
  return {
    ...{ id, slot, ordinal, version, directory, command, host, port, wanted, state, restarts },
    env: openEnv(sealer, row.env, placeOf(sealedColumns.instanceEnv, id), before),
    running: pid === null || startTime === null ? null : { id, pid, startTime },
    startedAt: row.started_at,
    lastExit: row.last_exit === null ? null : (JSON.parse(row.last_exit) as LastExit),
  };
}
