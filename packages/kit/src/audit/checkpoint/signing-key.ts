import type { KeyObject } from 'node:crypto';
import { createHash, createPublicKey } from 'node:crypto';
import { AuditError } from '../audit-error.ts';

/** A public Ed25519 key under a name: what checks the signature lines of a note (C2SP signed-note). */
export interface VerifierKey {
  readonly name: string;
  /** The first four bytes of SHA-256(name, newline, 0x01, public key), hexadecimal. */
  readonly id: string;
  readonly key: KeyObject;
}

const ed25519 = 0x01;
const keyBytes = 32;

/** `key` may be private; its public half is taken. */
export function verifierKey(name: string, key: KeyObject): VerifierKey {
  assertKeyName(name);
  const encoded = encodedKey(key);
  const id = createHash('sha256').update(`${name}\n`).update(encoded).digest('hex').slice(0, 8);
  return { name, id, key: key.type === 'private' ? createPublicKey(key) : key };
}

/** `name+id+base64`: the form in which tools for transparency logs are given a key. */
export function formatVerifierKey({ name, id, key }: VerifierKey): string {
  return `${name}+${id}+${encodedKey(key).toString('base64')}`;
}

export function parseVerifierKey(text: string): VerifierKey {
  const [, name, id, base64] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+={0,2})$/.exec(text.trim()) ?? [];
  const encoded = Buffer.from(base64 ?? '', 'base64');
  if (name === undefined || encoded.length !== keyBytes + 1 || encoded[0] !== ed25519) throw unreadable(text);
  const x = encoded.subarray(1).toString('base64url');
  const found = verifierKey(name, createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }));
  if (found.id !== id) throw unreadable(text);
  return found;
}

/** The origin of a log is the name of its key, so it is bound to what such a name may be. */
export function assertKeyName(name: string): void {
  if (/^[^\s+\p{C}]+$/u.test(name)) return;
  throw new AuditError(
    'options_invalid',
    `"${name}" cannot be the origin of an audit log.`,
    'Use a name without blanks and plus signs, as example.com/doorbell/audit.',
  );
}

function encodedKey(key: KeyObject): Buffer {
  const { crv, x } = key.export({ format: 'jwk' });
  if (crv !== 'Ed25519' || x === undefined) {
    throw new AuditError('key_invalid', 'The signing key is not an Ed25519 key.', 'Make one with createSigningKey.');
  }
  return Buffer.concat([Buffer.from([ed25519]), Buffer.from(x, 'base64url')]);
}

function unreadable(text: string): AuditError {
  return new AuditError(
    'key_invalid',
    `"${text.slice(0, 120)}" is no public key of a log.`,
    'Give it as name+id+base64, the way `audit export` prints it.',
  );
}
