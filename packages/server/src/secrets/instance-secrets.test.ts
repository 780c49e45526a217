import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Injection } from '../config/inject-config.ts';
import { parseReference } from '../config/inject-config.ts';
import { testFolder } from '../platform/testing.ts';
import { createInstanceSecrets } from './instance-secrets.ts';
import { SecretError } from './secret-error.ts';
import { secretFiles } from './secret-files.ts';
import type { SecretSource } from './secret-source.ts';

function injected(from: string, to: { variable?: string; file?: string }): Injection {
  const reference = parseReference(from);
  if (reference === undefined) throw new Error(from);
  return { from: reference, variable: to.variable, file: to.file, maxAgeMs: undefined };
}

async function handing(values: Record<string, string>, injections: readonly Injection[]) {
  const folder = join(await testFolder(), 'secrets');
  const source: SecretSource = {
    async resolve(reference) {
      const value = reference.source === 'own' ? values[reference.name] : undefined;
      if (value === undefined) throw new SecretError('secret_missing', 'There is none.', { hint: 'Set it.' });
      return { value, changedAt: undefined };
    },
  };
  return { folder, secrets: createInstanceSecrets({ injections, source, files: secretFiles(folder) }) };
}

const two = [injected('db', { variable: 'DB_PASSWORD' }), injected('tls', { variable: 'TLS_KEY', file: 'tls.key' })];

describe('an instance', () => {
  it('gets variables, and files in a folder that only we can open', async () => {
    const { folder, secrets } = await handing({ db: 'hush', tls: 'key\n' }, two);
    const { env } = await secrets.hand('shop-1');
    expect(env).toEqual({ DB_PASSWORD: 'hush', TLS_KEY: join(folder, 'shop-1', 'tls.key') });
    expect(readFileSync(env['TLS_KEY'] ?? '', 'utf8')).toBe('key\n');
    const modes = [folder, join(folder, 'shop-1'), env['TLS_KEY'] ?? ''].map((path) => statSync(path).mode & 0o777);
    expect(modes).toEqual([0o700, 0o700, 0o600]);
  });

  it('leaves none of them behind, and a crash of ours leaves none either', async () => {
    const { folder, secrets } = await handing({ db: 'hush', tls: 'key' }, two);
    for (const id of ['a', 'b', 'c']) await secrets.hand(id);
    await secrets.takeBack('a');
    expect(existsSync(join(folder, 'a'))).toBe(false);
    await secrets.takeBackAllBut(['b']);
    expect(readdirSync(folder)).toEqual(['b']);
  });

  it('gets what a secret is now, each time it starts', async () => {
    const values = { db: 'one', tls: 'key' };
    const { secrets } = await handing(values, two);
    await secrets.hand('a');
    values.db = 'two';
    expect((await secrets.hand('a')).env).toMatchObject({ DB_PASSWORD: 'two' });
  });
});

describe('before a deployment', () => {
  it('all that is missing is told at once, with what to do', async () => {
    const { secrets } = await handing({}, two);
    expect(await secrets.problems({})).toEqual(['There is none. Set it.']);
  });

  it('so is what --env gives too, and what no variable can hold', async () => {
    const { secrets } = await handing({ db: 'a\0b', tls: 'key' }, two);
    expect(await secrets.problems({ TLS_KEY: 'x' })).toEqual([
      'db holds a zero byte, which no variable can. Give it as a file.',
      'TLS_KEY is given by --env, and is tls already.',
    ]);
  });

  it('nothing is told when all is well', async () => {
    const { secrets } = await handing({ db: 'hush', tls: 'key' }, two);
    expect(await secrets.problems({ LOG_LEVEL: 'info' })).toEqual([]);
  });
});

it('values are taken out of what a command printed, also line by line', async () => {
  const pem = '-----BEGIN KEY-----\nAAAABBBB\n-----END KEY-----\n';
  const { secrets } = await handing({ db: 'hush-hush', tls: pem }, two);
  const { masked } = await secrets.hand('a');
  expect(masked('password hush-hush refused\n  AAAABBBB  ok')).toBe('password *** refused\n  ***  ok');
});
