import { ConfigError } from '@seaworthy/kit/config';
import { describe, expect, it } from 'vitest';
import { referenceText } from './inject-config.ts';
import { loadConfiguration } from './load.ts';

function load(inject: string, more = '') {
  const text = `service: shop\nruntime:\n  command: [x]\n  env: {TAKEN: a}\n  inject: [${inject}]\n${more}`;
  return loadConfiguration({ file: 'seaworthy.yaml', cwd: '/', env: {}, readFile: (path) => readText(path, text) });
}

function readText(path: string, text: string): string {
  if (path.endsWith('seaworthy.yaml')) return text;
  throw Object.assign(new Error('none'), { code: 'ENOENT' });
}

function problems(inject: string, more?: string): string[] {
  try {
    load(inject, more);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(({ path, message, fix }) => `${path} ${message} ${fix}`);
  }
}

describe('runtime.inject', () => {
  it('names secrets here, in Vault and in a cluster, as variables and as files', () => {
    const { service } = load(
      '{from: db, env: A, maxAge: 90d}, {from: "vault:shop/api#key", env: B}, {from: "kubernetes:team/tls#tls.key", file: k, env: C}, {from: "kubernetes:tls#crt", file: c}',
      'server: {vault: {url: "https://vault.example.org"}}',
    );
    expect(service.runtime.inject.map(({ from }) => referenceText(from))).toEqual([
      'db',
      'vault:shop/api#key',
      'kubernetes:team/tls#tls.key',
      'kubernetes:tls#crt',
    ]);
    expect(service.runtime.inject[0]).toMatchObject({ variable: 'A', file: undefined, maxAgeMs: 90 * 86_400_000 });
  });

  it.each([
    ['{from: Db, env: A}', 'runtime.inject.0.from', 'Write db-password'],
    ['{from: "vault:../sys#key", env: A}', 'runtime.inject.0.from', 'vault:shop/api#key'],
    ['{from: "kubernetes:a/b/c#d", env: A}', 'runtime.inject.0.from', 'kubernetes:'],
    ['{from: db}', 'runtime.inject.0.from is not given to anybody', 'env: NAME'],
    ['{from: db, env: "1A"}', 'runtime.inject.0.env', ''],
    ['{from: db, file: "../x"}', 'runtime.inject.0.file', ''],
    ['{from: db, file: .x}', 'runtime.inject.0.file', ''],
    ['{from: a, env: A}, {from: b, env: A}', 'runtime.inject.1.env is named twice', ''],
    ['{from: a, env: TAKEN}', 'runtime.inject.0.env stands in runtime.env too', ''],
    ['{from: a, env: PORT}', 'runtime.inject.0.env is set by Seaworthy', ''],
    ['{from: "vault:a#b", env: A}', 'server.vault.url is not set', ''],
    ['{from: a, env: A, colour: red}', 'colour', ''],
  ])('refuses %s', (inject, words, fix) => {
    const found = problems(inject).join('\n');
    expect(found).toContain(words);
    expect(found).toContain(fix);
  });

  it('shows references, and never what the control plane itself was given', () => {
    const env = { SEAWORTHY_MASTER_PASSPHRASE: 'zq-passphrase', SEAWORTHY_VAULT_TOKEN: 'zq-token' };
    const text = 'service: shop\nruntime: {command: [x], inject: [{from: db-password, env: DB_PASSWORD}]}';
    const { printable, server } = loadConfiguration({
      file: 'seaworthy.yaml',
      cwd: '/',
      env,
      readFile: (path) => readText(path, text),
    });
    const shown = JSON.stringify(printable);
    expect(shown).toContain('db-password');
    expect(shown).not.toContain('zq-');
    expect(server.ownKeys).toMatchObject({ masterPassphrase: 'zq-passphrase', vaultToken: 'zq-token' });
  });
});
