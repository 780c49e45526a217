import { createHmac, scrypt } from 'node:crypto';
import type { RandomBytes, SealKey } from './envelope.ts';
import { keyBytes } from './envelope.ts';
import { SealError } from './seal-error.ts';

/** How a key follows from a passphrase: scrypt (RFC 7914), with its parameters beside the salt. */
export interface Derivation {
  readonly kdf: 'scrypt';
  readonly N: number;
  readonly r: number;
  readonly p: number;
  /** Base64. */
  readonly salt: string;
}

/** 128 MiB and about half a second: what OWASP's password storage cheat sheet asks of scrypt. */
const cost = { N: 2 ** 17, r: 8, p: 1 };
const spareMemory = 2;

/** The id tells nothing of the key, and is the same wherever the key comes from. */
export function masterKey(bytes: Buffer): SealKey {
  return { id: createHmac('sha256', bytes).update('seaworthy master key').digest('hex').slice(0, 16), bytes };
}

/** 32 bytes in base64 or hexadecimal; `source` is named when it is neither. */
export function parseMasterKey(text: string, source: string): SealKey {
  const written = text.trim();
  const bytes = /^[0-9a-fA-F]{64}$/.test(written) ? Buffer.from(written, 'hex') : Buffer.from(written, 'base64');
  if (bytes.length === keyBytes && /^[\w+/=-]+$/.test(written)) return masterKey(bytes);
  throw new SealError(
    'master_key_unsafe',
    `${source} is no master key: it has to be 32 bytes in base64 or hexadecimal.`,
    {
      hint: 'Make one with `openssl rand -base64 32`.',
    },
  );
}

export function freshDerivation(random: RandomBytes): Derivation {
  return { kdf: 'scrypt', ...cost, salt: random(16).toString('base64') };
}

export async function deriveKey(passphrase: string, { N, r, p, salt }: Derivation): Promise<SealKey> {
  const options = { N, r, p, maxmem: spareMemory * 128 * N * r };
  const bytes = await new Promise<Buffer>((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), Buffer.from(salt, 'base64'), keyBytes, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
  return masterKey(bytes);
}
