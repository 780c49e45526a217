import type { Clock } from '../platform/clock.ts';
import { Failure } from '../platform/failure.ts';
import type { ProcessIdentity } from '../platform/process-identity.ts';
import { isRunning, ownProcess } from '../platform/process-identity.ts';
import type { Database } from './database.ts';
import type { LeaseRow } from './migrations/001-releases-and-instances.ts';

/** The right to do something alone, for a while: renewed by its holder, taken over when the holder is gone. */
export interface Lease {
  readonly name: string;
  readonly owner: string;
  /** Grows with every owner: whoever stores something under a lease can refuse an older token. */
  readonly token: number;
  readonly acquiredAt: number;
  /** Aborts when a renewal finds that the lease is somebody else's, or could not be renewed before it ran out. */
  readonly lost: AbortSignal;
  /** Reads the database, or the transaction given: true while this very lease is held. */
  isHeld(db?: Database): Promise<boolean>;
  /** Gives it back at once. Idempotent, and harmless when it was lost. */
  release(): Promise<void>;
}

export interface LeaseHolder {
  readonly owner: string;
  readonly acquiredAt: number;
  readonly expiresAt: number;
}

export interface AcquireOptions {
  /** Who asks, in words for people: they see it when they are refused. */
  readonly owner: string;
  readonly ttlMs?: number;
  /** How long to wait for another holder; 0 refuses at once. */
  readonly waitMs?: number;
  readonly signal?: AbortSignal;
}

export interface Leases {
  /** Takes the lease, or throws LeaseError `lock_held` that names its holder. Renews it until it is released. */
  acquire(name: string, options: AcquireOptions): Promise<Lease>;
  /** Who holds it now; a holder whose time is over or whose process is gone holds nothing. */
  holder(name: string): Promise<LeaseHolder | undefined>;
}

export class LeaseError extends Failure<'lock_held'> {
  readonly holder: LeaseHolder | undefined;

  constructor(name: string, holder: LeaseHolder | undefined) {
    const by = holder ? ` by ${holder.owner} since ${new Date(holder.acquiredAt).toISOString()}` : '';
    super('lock_held', `${name} is held${by}.`, { retryable: true });
    this.holder = holder;
  }
}

const DEFAULT_TTL_MS = 30_000;
const RETRY_MS = 200;

/** `self` is the process that holds what is acquired here; tests pass others. */
export function createLeases(db: Database, clock: Clock, self: ProcessIdentity = ownProcess()): Leases {
  const acquire = async (name: string, options: AcquireOptions): Promise<Lease> => {
    const deadline = clock.monotonicMs() + (options.waitMs ?? 0);
    for (;;) {
      const row = await tryAcquire(db, clock, self, name, options);
      if (row) return hold(db, clock, row, options.ttlMs ?? DEFAULT_TTL_MS);
      const leftMs = deadline - clock.monotonicMs();
      if (leftMs <= 0) throw new LeaseError(name, await holder(name));
      await clock.sleep(Math.min(RETRY_MS, leftMs), options.signal);
    }
  };
  const holder = async (name: string): Promise<LeaseHolder | undefined> => {
    const row = await db.selectFrom('leases').selectAll().where('name', '=', name).executeTakeFirst();
    if (!row || isFree(row, clock.now())) return undefined;
    return { owner: row.owner, acquiredAt: row.acquired_at, expiresAt: row.expires_at };
  };
  return { acquire, holder };
}

/** One statement decides: of two that see the same free lease, the token lets only the first one have it. */
async function tryAcquire(
  db: Database,
  clock: Clock,
  self: ProcessIdentity,
  name: string,
  { owner, ttlMs = DEFAULT_TTL_MS }: AcquireOptions,
): Promise<LeaseRow | undefined> {
  const present = await db.selectFrom('leases').selectAll().where('name', '=', name).executeTakeFirst();
  const now = clock.now();
  if (present && !isFree(present, now)) return undefined;
  const row: LeaseRow = {
    name,
    owner,
    owner_pid: self.pid,
    owner_start_time: self.startTime,
    token: (present?.token ?? 0) + 1,
    acquired_at: now,
    expires_at: now + ttlMs,
  };
  const taken = await db
    .insertInto('leases')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .column('name')
        .doUpdateSet(row)
        .where('leases.token', '=', row.token - 1),
    )
    .executeTakeFirst();
  return taken.numInsertedOrUpdatedRows === 1n ? row : undefined;
}

function isFree(row: LeaseRow, now: number): boolean {
  return row.expires_at <= now || !isRunning({ pid: row.owner_pid, startTime: row.owner_start_time });
}

function hold(db: Database, clock: Clock, row: LeaseRow, ttlMs: number): Lease {
  const lost = new AbortController();
  let renewedAt = clock.monotonicMs();

  const renew = async () => {
    try {
      if (await extend(db, row, clock.now() + ttlMs)) renewedAt = clock.monotonicMs();
      else lose(new LeaseError(row.name, undefined));
    } catch (error) {
      // A database that stalls for a moment is no reason to give up; one that stalls for the whole time is.
      if (clock.monotonicMs() - renewedAt >= ttlMs) lose(error);
    }
  };
  const stopRenewing = clock.every(ttlMs / 3, renew);
  const lose = (reason: unknown) => {
    stopRenewing();
    lost.abort(reason);
  };
  return {
    name: row.name,
    owner: row.owner,
    token: row.token,
    acquiredAt: row.acquired_at,
    lost: lost.signal,
    isHeld: async (within = db) => {
      const held = await ownRow(within, row).select('expires_at').executeTakeFirst();
      return held !== undefined && held.expires_at > clock.now();
    },
    release: async () => {
      stopRenewing();
      await extend(db, row, 0);
    },
  };
}

function ownRow(db: Database, { name, token }: LeaseRow) {
  return db.selectFrom('leases').where('name', '=', name).where('token', '=', token);
}

/** The row stays when the lease is given back, so that its token is never used again. */
async function extend(db: Database, { name, token }: LeaseRow, expiresAt: number): Promise<boolean> {
  const updated = await db
    .updateTable('leases')
    .set({ expires_at: expiresAt })
    .where('name', '=', name)
    .where('token', '=', token)
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}
