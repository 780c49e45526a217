import { join } from 'node:path';
import type { Database } from '../db/database.ts';
import { testDatabase } from '../db/testing.ts';
import type { VirtualClock } from '../platform/testing.ts';
import { testFolder, virtualClock } from '../platform/testing.ts';
import type { Access } from './access.ts';
import { createAccess } from './access.ts';
import { systemRandom } from './secret.ts';

export interface AccessBench {
  readonly access: Access;
  readonly database: Database;
  readonly clock: VirtualClock;
  readonly tokenFile: string;
}

/** An empty installation: database in memory, its own folder, a clock that stands still. */
export async function accessBench(clock = virtualClock()): Promise<AccessBench> {
  const database = await testDatabase();
  const tokenFile = join(await testFolder(), 'keys', 'cli.token');
  const access = await createAccess({ database, clock, random: systemRandom, tokenFile });
  return { access, database, clock, tokenFile };
}
