import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Random } from './secret.ts';

const algorithm = 'aes-256-gcm';
const [ivBytes, tagBytes] = [12, 16];

/** Encrypts what must be read again. `place` says where it belongs: laid elsewhere, it cannot be opened. */
export interface Seal {
  close(plain: Buffer, place: string): string;
  /** Undefined when it was changed, or sealed by another key or for another place. */
  open(sealed: string, place: string): Buffer | undefined;
}

export function createSeal(key: Buffer, random: Random): Seal {
  return {
    close(plain, place) {
      const iv = random(ivBytes);
      const cipher = createCipheriv(algorithm, key, iv).setAAD(Buffer.from(place));
      const text = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([iv, cipher.getAuthTag(), text]).toString('base64url');
    },
    open(sealed, place) {
      const bytes = Buffer.from(sealed, 'base64url');
      try {
        const decipher = createDecipheriv(algorithm, key, bytes.subarray(0, ivBytes)).setAAD(Buffer.from(place));
        decipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
        return Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]);
      } catch {
        return undefined;
      }
    },
  };
}
