import type { Metrics } from '@seaworthy/kit';
import { createMetrics } from '@seaworthy/kit';
import type { Database } from '../db/database.ts';
import type { Lease, Leases } from '../db/lease.ts';
import { createLeases } from '../db/lease.ts';
import type { NewId } from '../platform/ids.ts';
import { createIds } from '../platform/ids.ts';
import type { Live } from './live.ts';
import { openLive } from './live.ts';
import type { Site } from './site.ts';
import { openAndMigrate, refuseByLease } from './start/start-refusals.ts';

/** What every other part stands on. */
export interface Foundation {
  readonly db: Database;
  readonly leases: Leases;
  /** Of this control plane on its state folder. */
  readonly lock: Lease;
  readonly metrics: Metrics;
  readonly newId: NewId;
  readonly live: Live;
}

export async function layFoundation(site: Site): Promise<Foundation> {
  const { folder, clock, shutdown } = site;
  const db = await openAndMigrate(folder.database, clock);
  shutdown.onStop('database', () => db.destroy());
  const leases = createLeases(db, clock);
  const lock = await leases.acquire('control plane', { owner: `process ${process.pid}` }).catch(refuseByLease);
  shutdown.onStop('lock', () => lock.release());
  const metrics = createMetrics();
  return { db, leases, lock, metrics, newId: createIds(clock), live: openLive(site, metrics) };
}
