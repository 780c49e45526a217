import { createHmac, createSecretKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, it } from 'vitest';
import {
  createHmacKey,
  createSigningKey,
  loadHmacKey,
  loadOrCreateHmacKey,
  loadOrCreateSigningKey,
  loadPublicKey,
  loadSigningKey,
} from './key-files.ts';
import { keyedHash } from './keyed-hash.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'kit-audit-keys-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (name: string) => path.join(folder, name);

it('makes keys that only their owner can read, once', () => {
  const hmac = loadOrCreateHmacKey(file('hmac'));
  const signing = loadOrCreateSigningKey(file('signing.pem'));
  expect(loadOrCreateHmacKey(file('hmac')).equals(hmac)).toBe(true);
  expect(loadOrCreateSigningKey(file('signing.pem')).equals(signing)).toBe(true);
  expect(loadPublicKey(file('signing.pem')).type).toBe('public');
  expect(readdirSync(folder).toSorted()).toEqual(['hmac', 'signing.pem']);
  for (const name of ['hmac', 'signing.pem']) expect(statSync(file(name)).mode & 0o777).toBe(0o600);
  expect(() => createHmacKey(file('hmac'))).toThrow('EEXIST');
  expect(() => createSigningKey(file('signing.pem'))).toThrow('EEXIST');
});

it('refuses a key that others can read, and what is no key', () => {
  createHmacKey(file('open'));
  chmodSync(file('open'), 0o640);
  expect(() => loadHmacKey(file('open'))).toThrow('can be read by others');
  writeFileSync(file('text'), 'hello\n', { mode: 0o600 });
  expect(() => loadHmacKey(file('text'))).toThrow('no HMAC key');
  expect(() => loadSigningKey(file('text'))).toThrow('no key in PEM');
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  writeFileSync(file('rsa'), rsa, { mode: 0o600 });
  expect(() => loadSigningKey(file('rsa'))).toThrow('none of Ed25519');
});

it.each([16, 32, 64, 65, 200])(
  'is the HMAC that node makes, for keys of %i bytes and inputs of every length',
  (length) => {
    const key = randomBytes(length);
    const { hash } = keyedHash(createSecretKey(key));
    for (const size of [0, 1, 55, 64, 300, 9000, 100]) {
      const bytes = randomBytes(size);
      expect(hash(bytes)).toBe(createHmac('sha256', key).update(bytes).digest('hex'));
    }
  },
);

it('knows keys by an id, and refuses short ones', () => {
  const key = randomBytes(32);
  expect(keyedHash(key).id).toBe(keyedHash(createSecretKey(key)).id);
  expect(keyedHash(key).id).not.toBe(keyedHash(randomBytes(32)).id);
  expect(() => keyedHash(randomBytes(8))).toThrow('has 8 bytes');
});
