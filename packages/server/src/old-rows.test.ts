import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testDatabase } from './db/testing.ts';
import { testFolder } from './platform/testing.ts';
import { sealOldRows } from './secrets/seal-old-rows.ts';
import { keyConfig, startKeys } from './secrets/testing.ts';
import { createSlotStore } from './ship/rollout/slots.ts';
import { createDeploymentStore } from './ship/rollout/store.ts';
import { InstanceTable } from './ship/runtime/instance-record.ts';

const env = { DB_PASSWORD: 'zq-left-in-clear' };
const program = { directory: '/r', command: ['x'] };

/** A database as the version before this one left it. */
async function oldDatabase() {
  const folder = await testFolder();
  const path = join(folder, 'seaworthy.db');
  const db = await testDatabase(path);
  const at = { started_at: 0, ended_at: 1 };
  const deployment = { id: 'dep-1', service: 'shop', version: '1', state: 'completed', outcome: 'completed' } as const;
  const record = JSON.stringify({ id: 'dep-1', version: '1', env });
  await db
    .insertInto('deployments')
    .values({ ...deployment, ...at, record })
    .execute();
  const contents = JSON.stringify({ wanted: { version: '1', instances: 1, ...program, env }, probePath: '/ready' });
  const slot = { service: 'shop', slot: 'blue', role: 'live', version: '1', deployment_id: 'dep-1' } as const;
  await db
    .insertInto('slots')
    .values({ ...slot, contents, kept_until: null })
    .execute();
  const place = { id: 'shop-blue-1', service: 'shop', slot: 'blue', ordinal: 1, version: '1' } as const;
  const process = { pid: null, start_time: null, started_at: null, last_exit: null };
  const running = { host: '127.0.0.1', port: 1, wanted: 'running', state: 'running', ...process } as const;
  await db
    .insertInto('instances')
    .values({ ...place, ...running, spec: JSON.stringify({ ...program, env }) })
    .execute();
  return { db, folder, path };
}

it('what earlier versions stored in clear is sealed, still read, and on no page of the file any more', async () => {
  const { db, folder, path } = await oldDatabase();
  const onDisk = () => [path, `${path}-wal`].map((file) => readFileSync(file, 'latin1')).join('');
  expect(onDisk()).toContain('zq-left-in-clear');

  const keys = await startKeys(db, keyConfig(folder));
  expect(await sealOldRows(db, keys)).toBe(3);
  expect(onDisk()).not.toContain('zq-left-in-clear');
  expect(await sealOldRows(db, keys)).toBe(0);

  expect((await createDeploymentStore(db, 'shop', keys).get('dep-1'))?.env).toEqual(env);
  expect((await createSlotStore(db, 'shop', keys).get('blue'))?.contents).toMatchObject({
    wanted: { env, command: ['x'] },
    probePath: '/ready',
  });
  expect(await new InstanceTable(db, 'shop', keys).list()).toMatchObject([{ id: 'shop-blue-1', env, directory: '/r' }]);
});
