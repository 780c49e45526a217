import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Database } from '../db/database.ts';
import type { SealedColumn } from '../db/sealed-column.ts';
import { placeOf, sealedColumns } from '../db/sealed-column.ts';
import { testDatabase } from '../db/testing.ts';
import { testFolder } from '../platform/testing.ts';
import type { KeyRing } from './seal/key-ring.ts';
import { createSecretStore } from './secret-store.ts';
import { keyConfig, startKeys } from './testing.ts';

/** Rotates for ever, and sets a secret between; killed with -9 by its own hand at a step, or from outside. */
const LIFE = `
  import { randomBytes } from 'node:crypto';
  import { openDatabase } from './db/database.ts';
  import { migrate } from './db/migrate.ts';
  import { openKeyRing } from './secrets/seal/key-ring.ts';
  import { masterKeySource } from './secrets/seal/master-key-source.ts';
  import { createSecretStore } from './secrets/secret-store.ts';

  const [folder, killAtStep] = process.argv.slice(1);
  const db = openDatabase(folder + '/seaworthy.db');
  await migrate(db, { now: Date.now });
  const source = masterKeySource({ file: folder + '/keys/master.key' }, randomBytes);
  let step = 0;
  const at = () => { if (++step === Number(killAtStep)) process.kill(process.pid, 'SIGKILL'); };
  const keys = await openKeyRing({ db, source, random: randomBytes, clock: { now: Date.now }, at });
  const store = createSecretStore(db, keys, { now: Date.now });
  process.stdout.write('begun');
  for (let round = 0; ; round++) {
    await store.set('changing', 'value ' + round, 'ada');
    await keys.rotate();
  }
`;

const cwd = fileURLToPath(new URL('..', import.meta.url));
const loading = ['--conditions=source', '--import', createRequire(import.meta.url).resolve('tsx')];

async function lifeEndedBy(
  folder: string,
  how: { readonly step: number } | { readonly afterMs: number },
): Promise<void> {
  const killAt = 'step' in how ? `${how.step}` : '';
  const args = [...loading, '--input-type=module', '-e', LIFE, '--', folder, killAt];
  const child = spawn(process.execPath, args, { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<NodeJS.Signals | null>((resolve) => child.once('close', (_, signal) => resolve(signal)));
  child.stdout.once('data', () => {
    if ('afterMs' in how) setTimeout(() => child.kill('SIGKILL'), how.afterMs);
  });
  expect(await ended).toBe('SIGKILL');
}

/** What the access room has sealed: a second factor, and a change that waits. */
async function sealOthers(db: Database, keys: KeyRing): Promise<void> {
  const of = (column: SealedColumn, key: string, text: string) => keys.seal(text, placeOf(column, key));
  const user = {
    name: 'ann',
    roles: '[]',
    created_at: 0,
    ...{ disabled: 0, totp_confirmed: 1, totp_step: 0 },
    totp_secret: of(sealedColumns.secondFactor, 'ann', 'of ann'),
  };
  await db.insertInto('users').values(user).execute();
  const sealed = {
    call: of(sealedColumns.approvalCall, 'apr-1', 'call'),
    result: of(sealedColumns.approvalResult, 'apr-1', 'result'),
  };
  const about = { act: 'abort', route: 'abort', summary: 'abort', asked: '{}', asked_by: 'ann', via: 'session' };
  const rest = { credential_id: '', needed: 1, state: 'pending', created_at: 0, expires_at: 1 };
  await db
    .insertInto('approvals')
    .values({ id: 'apr-1', ...sealed, ...about, ...rest })
    .execute();
}

async function openOthers(db: Database, keys: KeyRing): Promise<string[]> {
  const { totp_secret } = await db.selectFrom('users').select('totp_secret').executeTakeFirstOrThrow();
  const { call, result } = await db.selectFrom('approvals').selectAll().executeTakeFirstOrThrow();
  return [
    keys.open(totp_secret ?? '', placeOf(sealedColumns.secondFactor, 'ann')),
    keys.open(call ?? '', placeOf(sealedColumns.approvalCall, 'apr-1')),
    keys.open(result ?? '', placeOf(sealedColumns.approvalResult, 'apr-1')),
  ];
}

describe('a rotation killed with -9', () => {
  it('leaves everything readable, by one master key, at each of its steps and at moments of chance', async () => {
    const folder = await testFolder();
    const first = await testDatabase(join(folder, 'seaworthy.db'));
    const firstKeys = await startKeys(first, keyConfig(folder));
    const store = createSecretStore(first, firstKeys, { now: () => 0 });
    for (let index = 0; index < 200; index++) await store.set(`kept-${index}`, `value ${index}`, 'ada');
    await sealOthers(first, firstKeys);

    const steps = [1, 2, 3, 4, 6, 7].map((step) => ({ step }));
    const moments = [0, 3, 9, 17, 31, 64].map((afterMs) => ({ afterMs }));
    for (const how of [...steps, ...moments]) {
      await lifeEndedBy(folder, how);
      const keys = await startKeys(first, keyConfig(folder));
      const after = createSecretStore(first, keys, { now: () => 0 });
      const values = (await after.list()).map(async ({ name }) => (await after.resolve({ source: 'own', name })).value);
      expect(new Set(await Promise.all(values)).size).toBeGreaterThanOrEqual(200);
      expect(await openOthers(first, keys)).toEqual(['of ann', 'call', 'result']);
      expect(await first.selectFrom('data_keys').selectAll().execute()).toHaveLength(1);
    }
  });
});
