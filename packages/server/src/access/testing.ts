import { join } from 'node:path';
import type { Database } from '../db/database.ts';
import type { Sealer } from '../db/sealed-column.ts';
import { testDatabase } from '../db/testing.ts';
import type { VirtualClock } from '../platform/testing.ts';
import { testFolder, virtualClock } from '../platform/testing.ts';
import type { Access, AccessOptions } from './access.ts';
import { createAccess } from './access.ts';
import type { AccessEvent } from './events.ts';
import { builtInRoles } from './roles.ts';
import { createSeal } from './seal.ts';
import { systemRandom } from './secret.ts';
import type { OpenSession } from './sign-in.ts';

export interface AccessBench {
  readonly access: Access;
  readonly database: Database;
  readonly clock: VirtualClock;
  readonly tokenFile: string;
  /** What was told since the start, in order. */
  readonly events: AccessEvent[];
}

export type BenchOptions = Partial<Pick<AccessOptions, 'policy' | 'approvals' | 'oidc'>> & {
  readonly clock?: VirtualClock;
};

/** An empty installation: database in memory, its own folder, a clock that stands still. */
export async function accessBench({ clock = virtualClock(), ...over }: BenchOptions = {}): Promise<AccessBench> {
  const database = await testDatabase();
  const tokenFile = join(await testFolder(), 'keys', 'cli.token');
  const events: AccessEvent[] = [];
  const onEvent = (event: AccessEvent) => void events.push(event);
  const access = await createAccess({
    ...{ database, clock, random: systemRandom, tokenFile, sealer: testSealer, onEvent },
    ...over,
  });
  events.length = 0;
  return { access, database, clock, tokenFile, events };
}

const seal = createSeal(Buffer.alloc(32, 7), systemRandom);

/** Seals for real, by one key that outlives a start. */
export const testSealer: Sealer = {
  seal: (text, place) => `sw1:test:${seal.close(Buffer.from(text), place)}`,
  open(sealed, place) {
    const plain = seal.open(sealed.replace('sw1:test:', ''), place);
    if (plain === undefined) throw new Error(`nothing sealed for ${place}`);
    return plain.toString();
  },
};

/** Somebody who may do everything, and so add anybody. */
export const root = {
  name: 'root',
  permissions: builtInRoles.find(({ name }) => name === 'admin')?.permissions ?? new Set<string>(),
};

/** Signs a user in by a link; adds them first when a role is given. */
export async function openSession(access: Access, name = 'local', ...roles: string[]): Promise<OpenSession> {
  const { code } =
    roles.length > 0 ? (await access.users.add({ name, roles }, root)).code : await linkFor(access, name);
  return access.signIns.begin({ code }, {});
}

function linkFor(access: Access, name: string) {
  const whole = { via: 'session', roles: [], expiresAtMs: null, credentialId: '', needsSecondFactor: false } as const;
  return access.account.signInCode({ ...whole, name, permissions: new Set() });
}
