import type { KeyObject } from 'node:crypto';
import { createPrivateKey, createPublicKey, createSecretKey, generateKeyPairSync, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { AuditError } from '../audit-error.ts';

const ownerOnly = 0o600;
const groupAndOthers = 0o077;
const hmacKeyBytes = 32;

/** Makes a key of 32 random bytes, written as hexadecimal. Never replaces a file. */
export function createHmacKey(file: string): KeyObject {
  writeNew(file, `${randomBytes(hmacKeyBytes).toString('hex')}\n`);
  return loadHmacKey(file);
}

export function loadHmacKey(file: string): KeyObject {
  const text = readPrivate(file).trim();
  if (/^[0-9a-f]{64}$/i.test(text)) return createSecretKey(Buffer.from(text, 'hex'));
  throw new AuditError('key_invalid', `${file} holds no HMAC key.`, 'It must hold 64 hexadecimal digits, in one line.');
}

/** Makes an Ed25519 key, written as PEM (PKCS #8). Never replaces a file. */
export function createSigningKey(file: string): KeyObject {
  writeNew(file, generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }));
  return loadSigningKey(file);
}

export function loadSigningKey(file: string): KeyObject {
  const pem = readPrivate(file);
  const key = readKey(() => createPrivateKey(pem), file);
  if (key.asymmetricKeyType === 'ed25519') return key;
  throw new AuditError('key_invalid', `${file} holds a key, but none of Ed25519.`, 'Make one with createSigningKey.');
}

/** A public key (or the public half of a private one) from PEM. */
export function loadPublicKey(file: string): KeyObject {
  return readKey(() => createPublicKey(readFileSync(file)), file);
}

/** The key in the file; one is made when there is no such file. */
export const loadOrCreateHmacKey = (file: string) => loadOrCreate(file, loadHmacKey, createHmacKey);
export const loadOrCreateSigningKey = (file: string) => loadOrCreate(file, loadSigningKey, createSigningKey);

function loadOrCreate(file: string, load: (file: string) => KeyObject, create: (file: string) => KeyObject) {
  try {
    return load(file);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw error;
  }
  try {
    return create(file);
  } catch (error) {
    // Another process was first: its key counts.
    if (hasCode(error, 'EEXIST')) return load(file);
    throw error;
  }
}

/** The file appears with all its content or not at all, and only when there was none. */
function writeNew(file: string, text: string | Buffer): void {
  const temporary = path.join(path.dirname(file), `.${path.basename(file)}.${randomBytes(6).toString('hex')}`);
  const handle = openSync(temporary, 'wx', ownerOnly);
  try {
    writeSync(handle, text.toString());
    fsyncSync(handle);
    linkSync(temporary, file);
  } finally {
    closeSync(handle);
    rmSync(temporary);
  }
}

function readPrivate(file: string): string {
  const { mode } = statSync(file);
  if ((mode & groupAndOthers) === 0) return readFileSync(file, 'utf8');
  throw new AuditError(
    'key_exposed',
    `${file} can be read by others than its owner (mode ${(mode & 0o777).toString(8)}).`,
    `Run: chmod 600 ${file}. If others may have read it, make a new key.`,
  );
}

function readKey(read: () => KeyObject, file: string): KeyObject {
  try {
    return read();
  } catch (cause) {
    if (hasCode(cause, 'ENOENT')) throw cause;
    throw new AuditError('key_invalid', `${file} holds no key in PEM.`, 'Make one with createSigningKey.', { cause });
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
