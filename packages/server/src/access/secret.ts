import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Source of unpredictable bytes; tests hand in their own. */
export type Random = (bytes: number) => Buffer;
export const systemRandom: Random = randomBytes;

const secretBytes = 32;
const idBytes = 8;

/**
 * A credential is `<prefix><id>_<secret>`: the id finds its row, the secret proves it. Only the secret's SHA-256 is
 * stored; 256 random bits need no slow hash.
 */
export interface Credential {
  readonly id: string;
  readonly secret: string;
}

export function newCredential(random: Random): Credential {
  return { id: random(idBytes).toString('hex'), secret: random(secretBytes).toString('base64url') };
}

export function formatCredential(prefix: string, credential: Credential): string {
  return `${prefix}${credential.id}_${credential.secret}`;
}

/** Undefined for whatever cannot be a credential of that prefix; the check of the secret comes after. */
export function parseCredential(prefix: string, text: string): Credential | undefined {
  if (!text.startsWith(prefix) || text.length > 200) return undefined;
  const match = /^([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/.exec(text.slice(prefix.length));
  const [, id, secret] = match ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Takes the same time wherever the first difference stands. */
export function secretMatches(secret: string, storedHash: string): boolean {
  const given = Buffer.from(hashSecret(secret), 'hex');
  const stored = Buffer.from(storedHash, 'hex');
  return given.length === stored.length && timingSafeEqual(given, stored);
}
