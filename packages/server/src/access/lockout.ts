import { isIPv6 } from 'node:net';
import type { Database } from '../db/database.ts';
import type { Clock } from '../platform/clock.ts';
import { AccessError } from './access-error.ts';

export interface LockoutPolicy {
  /** So many wrong tries are free; an address, behind which many may sit, has four times as many. */
  readonly freeTries: number;
  /** The wait after the first one too many; each further one doubles it, */
  readonly firstWaitMs: number;
  /** up to so much. */
  readonly longestWaitMs: number;
}

/** Forgotten after so long without another. */
const forgottenAfterMs = 24 * 3_600_000;
const addressFactor = 4;
const rowsAtMost = 20_000;

export interface Attempt {
  readonly user?: string | undefined;
  readonly address?: string | undefined;
}

/**
 * Slows guessing down, per user (whether there is one of that name or not) and per address, over restarts. A try counts as
 * wrong before it is looked at, so that a thousand at once are no way round; the right one takes that back.
 */
export interface Lockout {
  /** Throws `rate_limited` when one must wait. Tells whether this try, if wrong, makes the next ones wait. */
  begin(attempt: Attempt): Promise<{ readonly locksNext: boolean }>;
  /** It was neither right nor wrong. */
  takeBack(attempt: Attempt): Promise<void>;
  succeeded(attempt: Attempt): Promise<void>;
  forget(user: string): Promise<void>;
}

export function createLockout(database: Database, clock: Clock, policy: LockoutPolicy): Lockout {
  const sweep = async (within: Database) => {
    const old = clock.now() - forgottenAfterMs;
    await within.deleteFrom('sign_in_failures').where('last_at', '<=', old).execute();
    const newest = within.selectFrom('sign_in_failures').select('key').orderBy('last_at', 'desc').limit(rowsAtMost);
    await within.deleteFrom('sign_in_failures').where('key', 'not in', newest).execute();
  };

  // What was begun could begin because nothing blocked it: what blocks since is its own.
  const takeBack = async (keys: readonly string[]) => {
    if (keys.length === 0) return;
    await database
      .updateTable('sign_in_failures')
      .set(({ eb }) => ({ failures: eb('failures', '-', 1), blocked_until: 0 }))
      .where('key', 'in', keys)
      .where('failures', '>', 0)
      .execute();
  };

  return {
    begin: (attempt) =>
      database.transaction().execute(async (within) => {
        await sweep(within);
        const limits = limitsOf(attempt, policy);
        const rows = await within
          .selectFrom('sign_in_failures')
          .selectAll()
          .where(
            'key',
            'in',
            limits.map(({ key }) => key),
          )
          .execute();
        const waitMs = Math.max(0, ...rows.map(({ blocked_until: until }) => until - clock.now()));
        if (waitMs > 0) throw mustWait(waitMs);
        let locksNext = false;
        for (const { key, freeTries } of limits) {
          const failures = (rows.find((row) => row.key === key)?.failures ?? 0) + 1;
          const wait = waitAfter(failures, freeTries, policy);
          locksNext ||= wait > 0;
          const row = { failures, last_at: clock.now(), blocked_until: clock.now() + wait };
          const putting = within.insertInto('sign_in_failures').values({ key, ...row });
          await putting.onConflict((conflict) => conflict.column('key').doUpdateSet(row)).execute();
        }
        return { locksNext };
      }),
    takeBack: (attempt) => takeBack(limitsOf(attempt, policy).map(({ key }) => key)),
    async succeeded({ user, address }) {
      if (user !== undefined) await this.forget(user);
      await takeBack(limitsOf({ address }, policy).map(({ key }) => key));
    },
    async forget(user) {
      await database.deleteFrom('sign_in_failures').where('key', '=', keyOfUser(user)).execute();
    },
  };
}

export function waitAfter(failures: number, freeTries: number, { firstWaitMs, longestWaitMs }: LockoutPolicy): number {
  if (failures < freeTries) return 0;
  return Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(40, failures - freeTries));
}

function limitsOf({ user, address }: Attempt, { freeTries }: LockoutPolicy) {
  return [
    ...(user === undefined ? [] : [{ key: keyOfUser(user), freeTries }]),
    ...(address === undefined ? [] : [{ key: keyOfAddress(address), freeTries: freeTries * addressFactor }]),
  ];
}

function mustWait(waitMs: number): AccessError {
  const message = `Too many wrong tries: the next one counts in ${Math.ceil(waitMs / 1000)} s.`;
  return new AccessError('rate_limited', message, { retryAfterMs: waitMs });
}

function keyOfUser(user: string): string {
  return `user ${user.slice(0, 64)}`;
}

/** Who has one address of IPv6 has a whole /64. */
function keyOfAddress(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return `address ${mapped}`;
  if (!isIPv6(address) || address === '::1') return `address ${address}`;
  return `address ${networkOf(address)}`;
}

function networkOf(address: string): string {
  const [head = '', tail] = address.split('%')[0]?.split('::') ?? [];
  const [front, back] = [head, tail ?? ''].map((part) => part.split(':').filter((group) => group !== ''));
  const given = (front?.length ?? 0) + (back?.length ?? 0);
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - given }, () => '0');
  const groups = [...(front ?? []), ...zeros, ...(back ?? [])].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
