import { describe, expect, it } from 'vitest';
import { testDatabase } from '../db/testing.ts';
import { createSecretStore } from './secret-store.ts';
import { testKeys } from './testing.ts';

async function testStore() {
  const db = await testDatabase();
  let now = 1_000;
  const clock = { now: () => now };
  const store = createSecretStore(db, await testKeys(db), clock);
  const valueNow = async (name: string) => (await store.resolve({ source: 'own', name })).value;
  return { db, store, valueNow, pass: (ms: number) => (now += ms) };
}

describe('our own secrets', () => {
  it('get a version each time that they are set; instances get the newest', async () => {
    const { store, valueNow, pass } = await testStore();
    await store.set('db', 'one', 'ada');
    pass(500);
    expect(await store.set('db', 'two', 'ben')).toEqual({ name: 'db', version: 2, setBy: 'ben', setAt: 1_500 });
    expect(await valueNow('db')).toBe('two');
  });

  it('are listed without anything that follows from their values', async () => {
    const { store } = await testStore();
    await store.set('b', 'one', 'ada');
    await store.set('a', 'one', 'ada');
    expect(await store.list()).toEqual([
      { name: 'a', version: 1, setBy: 'ada', setAt: 1_000 },
      { name: 'b', version: 1, setBy: 'ada', setAt: 1_000 },
    ]);
  });

  it('are gone when they are deleted, and their numbers are never used again', async () => {
    const { store, db } = await testStore();
    await store.set('db', 'one', 'ada');
    expect(await store.delete('db')).toBe(true);
    expect(await store.delete('db')).toBe(false);
    expect(await store.list()).toEqual([]);
    expect(await db.selectFrom('secret_versions').selectAll().execute()).toEqual([]);
    await expect(store.resolve({ source: 'own', name: 'db' })).rejects.toMatchObject({ code: 'secret_missing' });
    expect(await store.set('db', 'two', 'ada')).toMatchObject({ version: 2 });
  });

  it('cannot be swapped in the database: neither with another name nor with an older version', async () => {
    const { store, db, valueNow } = await testStore();
    await store.set('db', 'one', 'ada');
    await store.set('db', 'two', 'ada');
    await store.set('api', 'key', 'ada');
    const rows = await db.selectFrom('secret_versions').selectAll().orderBy('name').orderBy('version').execute();
    const [api, first] = rows;
    const put = (value = '') =>
      db.updateTable('secret_versions').set({ value }).where('name', '=', 'db').where('version', '=', 2).execute();
    for (const row of [api, first]) {
      await put(row?.value);
      await expect(valueNow('db')).rejects.toMatchObject({ code: 'sealed_damaged' });
    }
  });
});
