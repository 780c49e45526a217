import { createHash } from 'node:crypto';
import type { Database } from '../db/database.ts';
import type { Clock } from '../platform/clock.ts';
import { Failure } from '../platform/failure.ts';

/** Keys are remembered for a day. */
const keptMs = 24 * 3_600_000;

export interface StoredAnswer {
  readonly status: number;
  readonly body: string;
}

export class IdempotencyError extends Failure<'idempotency_conflict'> {}

/**
 * Carries a change out once for all requests under one key of one caller. `work` that throws frees the key: a refused
 * change may be tried again. A request under way when the server died is carried out again under its key: changes that must
 * not happen twice look for what the key began before.
 */
export interface Idempotency {
  once(request: KeyedRequest, work: () => Promise<StoredAnswer>): Promise<StoredAnswer>;
}

export interface KeyedRequest {
  /** The caller's key, made its own: two callers may choose the same. */
  readonly key: string;
  /** All that makes it this request: method, path, body. */
  readonly content: string;
}

export function createIdempotency(database: Database, clock: Clock): Idempotency {
  const underWay = new Map<string, Promise<StoredAnswer>>();

  const claim = async (key: string, hash: string): Promise<StoredAnswer | undefined> => {
    await database
      .deleteFrom('idempotency_keys')
      .where('created_at', '<=', clock.now() - keptMs)
      .execute();
    const row = await database.selectFrom('idempotency_keys').selectAll().where('key', '=', key).executeTakeFirst();
    if (row === undefined) {
      const fresh = { key, request_hash: hash, status: null, answer: null, created_at: clock.now() };
      await database.insertInto('idempotency_keys').values(fresh).execute();
      return undefined;
    }
    if (row.request_hash !== hash) throw conflict();
    return row.status === null || row.answer === null ? undefined : { status: row.status, body: row.answer };
  };

  const carryOut = async (key: string, hash: string, work: () => Promise<StoredAnswer>) => {
    const stored = await claim(key, hash);
    if (stored !== undefined) return stored;
    const answer = await work().catch(async (error: unknown) => {
      await database.deleteFrom('idempotency_keys').where('key', '=', key).execute();
      throw error;
    });
    const done = { status: answer.status, answer: answer.body };
    await database.updateTable('idempotency_keys').set(done).where('key', '=', key).execute();
    return answer;
  };

  return {
    async once({ key, content }, work) {
      const hash = createHash('sha256').update(content).digest('hex');
      // A repeat that comes while the first is under way gets the same answer; its content is compared afterwards.
      for (let first = underWay.get(key); first !== undefined; first = underWay.get(key)) await settled(first);
      const mine = carryOut(key, hash, work);
      underWay.set(key, mine);
      try {
        return await mine;
      } finally {
        underWay.delete(key);
      }
    },
  };
}

async function settled(promise: Promise<unknown>): Promise<void> {
  await promise.then(
    () => undefined,
    () => undefined,
  );
}

function conflict(): IdempotencyError {
  return new IdempotencyError('idempotency_conflict', 'That Idempotency-Key was used with another request.');
}
