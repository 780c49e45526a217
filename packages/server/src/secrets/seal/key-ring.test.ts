import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../db/testing.ts';
import { testFolder } from '../../platform/testing.ts';
import { createSecretStore } from '../secret-store.ts';
import { keyConfig, startKeys } from '../testing.ts';
import type { RotationStep } from './key-ring.ts';
import type { MasterKeyConfig } from './master-key-source.ts';

const clock = { now: () => 0 };
const keyText = () => randomBytes(32).toString('base64');

async function begun(change: Partial<MasterKeyConfig> = {}) {
  const [db, folder] = [await testDatabase(), await testFolder()];
  const config = keyConfig(folder, change);
  const keys = await startKeys(db, config);
  await createSecretStore(db, keys, clock).set('db', 'hush', 'ada');
  const read = async (over: Partial<MasterKeyConfig> = {}) => {
    const store = createSecretStore(db, await startKeys(db, keyConfig(folder, { ...change, ...over })), clock);
    return (await store.resolve({ source: 'own', name: 'db' })).value;
  };
  const sealed = async () => (await db.selectFrom('secret_versions').select('value').executeTakeFirstOrThrow()).value;
  return { db, config, keys, read, sealed };
}

describe('the master key', () => {
  it('is made in a file that its owner alone can read, at the first start', async () => {
    const { config, read } = await begun();
    expect(statSync(config.file).mode & 0o777).toBe(0o600);
    expect(Buffer.from(readFileSync(config.file, 'utf8'), 'base64')).toHaveLength(32);
    expect(existsSync(`${config.file}.next`)).toBe(false);
    expect(await read()).toBe('hush');
  });

  it('stands in no file when it comes from the environment', async () => {
    const { config, read } = await begun({ key: keyText() });
    expect(existsSync(config.file)).toBe(false);
    expect(await read()).toBe('hush');
  });

  it('follows from a passphrase, by parameters that are stored', async () => {
    const { db, config, read } = await begun({ passphrase: 'correct horse battery staple' });
    expect(existsSync(config.file)).toBe(false);
    const { derivation } = await db.selectFrom('key_ring').select('derivation').executeTakeFirstOrThrow();
    expect(JSON.parse(derivation ?? '')).toMatchObject({ kdf: 'scrypt', N: 131_072, r: 8, p: 1 });
    expect(await read()).toBe('hush');
  });

  it.each([
    ['a wrong key', { key: keyText() }, 'SEAWORTHY_MASTER_KEY is not the master key'],
    ['a wrong passphrase', { passphrase: 'wrong' }, 'SEAWORTHY_MASTER_PASSPHRASE is not the master key'],
  ])('%s is told, with what to do', async (_, wrong, message) => {
    const { read } = await begun();
    await expect(read(wrong)).rejects.toMatchObject({
      code: 'master_key_wrong',
      message: expect.stringContaining(message),
      hint: expect.stringContaining('SEAWORTHY_MASTER_KEY_PREVIOUS'),
    });
  });

  it('that others can read, that is gone, or that is none, is told', async () => {
    const { config, read } = await begun();
    const text = readFileSync(config.file, 'utf8');
    rmSync(config.file);
    await expect(read()).rejects.toMatchObject({ code: 'master_key_missing' });
    writeFileSync(config.file, text, { mode: 0o644 });
    await expect(read()).rejects.toMatchObject({ code: 'master_key_unsafe', hint: expect.stringContaining('chmod') });
    rmSync(config.file);
    writeFileSync(config.file, 'secret', { mode: 0o600 });
    await expect(read()).rejects.toMatchObject({ code: 'master_key_unsafe' });
  });

  it.each<[string, Partial<MasterKeyConfig>, Partial<MasterKeyConfig>]>([
    ['from the environment to a file', { key: 'A' }, { key: undefined, previousKey: 'A' }],
    ['from one variable to the next', { key: 'A' }, { key: 'B', previousKey: 'A' }],
    [
      'from a passphrase to the environment',
      { passphrase: 'P' },
      { passphrase: undefined, key: 'B', previousPassphrase: 'P' },
    ],
    ['from one passphrase to another', { passphrase: 'P' }, { passphrase: 'Q', previousPassphrase: 'P' }],
  ])(
    'goes %s when the old one is given too, and then stands alone',
    async (_, first, second) => {
      const keys: Record<string, string> = { A: keyText(), B: keyText() };
      const real = (config: Partial<MasterKeyConfig>) =>
        Object.fromEntries(Object.entries(config).map(([name, text]) => [name, keys[text ?? ''] ?? text]));
      const { read } = await begun(real(first));
      expect(await read(real(second))).toBe('hush');
      expect(await read({ ...real(second), previousKey: undefined, previousPassphrase: undefined })).toBe('hush');
      await expect(read()).rejects.toMatchObject({ code: 'master_key_wrong' });
    },
    20_000,
  );
});

describe('a rotation', () => {
  it('makes new keys and seals everything anew; the old ones are gone after the next start', async () => {
    const { db, config, keys, read, sealed } = await begun();
    const [fileBefore, before] = [readFileSync(config.file, 'utf8'), await sealed()];
    expect(await keys.rotate()).toMatchObject({ isMasterNew: true, resealed: 1 });
    expect(readFileSync(config.file, 'utf8')).not.toBe(fileBefore);
    expect((await sealed()).split(':')[1]).not.toBe(before.split(':')[1]);
    expect(await read()).toBe('hush');
    expect(await db.selectFrom('data_keys').selectAll().execute()).toHaveLength(1);
  });

  it('leaves a master key that is given from outside, and says so', async () => {
    const { keys, read } = await begun({ key: keyText() });
    expect(await keys.rotate()).toMatchObject({ isMasterNew: false, resealed: 1 });
    expect(await read()).toBe('hush');
  });

  it('does not lose what was sealed just before it and is stored just after', async () => {
    const { db, keys, read } = await begun();
    const late = keys.seal('later', JSON.stringify(['secret_versions', 'value', 'db', '1']));
    await keys.rotate();
    await db.updateTable('secret_versions').set({ value: late }).execute();
    expect(await read()).toBe('later');
    expect(await read()).toBe('later');
  });

  it.each<RotationStep>(['master_written', 'resealed', 'committed', 'settled'])(
    'that breaks off at %s is done, or is not begun: nothing is half',
    async (step) => {
      const { db, config, read } = await begun();
      const at = (reached: RotationStep) => {
        if (reached === step) throw new Error('killed');
      };
      await expect((await startKeys(db, config, { at })).rotate()).rejects.toThrow('killed');
      expect(await read()).toBe('hush');
      expect(existsSync(`${config.file}.next`)).toBe(false);
      const keys = await db.selectFrom('data_keys').select('id').execute();
      expect(keys).toHaveLength(1);
    },
  );
});
