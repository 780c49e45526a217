import { createCipheriv, createDecipheriv } from 'node:crypto';
import { sealedPrefix } from '../../db/sealed-column.ts';
import { SealError } from './seal-error.ts';

/** 32 bytes and the name by which sealed texts call for them. */
export interface SealKey {
  readonly id: string;
  readonly bytes: Buffer;
}

export type RandomBytes = (size: number) => Buffer;

const format = sealedPrefix.slice(0, -1);
/** NIST SP 800-38D: 96 bits of nonce, 128 of tag. With random nonces, one key may seal 2^32 texts. */
const nonceBytes = 12;
const tagBytes = 16;
export const keyBytes = 32;

/** `sw1:<key>:<nonce, tag and ciphertext in base64url>`: AES-256-GCM, bound to its place. */
export function sealText(key: SealKey, text: string, place: string, random: RandomBytes): string {
  const nonce = random(nonceBytes);
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce, { authTagLength: tagBytes });
  cipher.setAAD(boundTo(key.id, place));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return `${format}:${key.id}:${Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')}`;
}

export function openText(key: SealKey, sealed: string, place: string): string {
  const { keyId, content } = parts(sealed, place);
  if (keyId !== key.id || content.length < nonceBytes + tagBytes) throw damaged(place);
  const nonce = content.subarray(0, nonceBytes);
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, nonce, { authTagLength: tagBytes });
  decipher.setAAD(boundTo(key.id, place));
  decipher.setAuthTag(content.subarray(nonceBytes, nonceBytes + tagBytes));
  try {
    return decipher.update(content.subarray(nonceBytes + tagBytes), undefined, 'utf8') + decipher.final('utf8');
  } catch (cause) {
    throw damaged(place, cause);
  }
}

/** By which key a text was sealed. */
export function keyIdOf(sealed: string, place: string): string {
  return parts(sealed, place).keyId;
}

function parts(sealed: string, place: string): { readonly keyId: string; readonly content: Buffer } {
  const [, keyId, content] = /^sw1:([a-z0-9]+):([\w-]+)$/.exec(sealed) ?? [];
  if (keyId === undefined || content === undefined) throw damaged(place);
  return { keyId, content: Buffer.from(content, 'base64url') };
}

function boundTo(keyId: string, place: string): Buffer {
  return Buffer.from(JSON.stringify([format, keyId, place]));
}

export function damaged(place: string, cause?: unknown): SealError {
  const message = `What is sealed at ${place} cannot be opened: it was changed, moved from another place, or sealed by a key that is gone.`;
  const hint = 'Restore the database from a backup, or set the secret (deploy the version) anew.';
  return new SealError('sealed_damaged', message, { hint, ...(cause === undefined ? {} : { cause }) });
}
