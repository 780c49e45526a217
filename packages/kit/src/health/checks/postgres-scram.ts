import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(pbkdf2);

/** One sign-in by SCRAM-SHA-256 (RFC 5802, RFC 7677), without channel binding. PostgreSQL takes the user from the start-up. */
export interface Scram {
  readonly clientFirst: string;
  /** Answers the server's challenge. */
  clientFinal(serverFirst: string): Promise<string>;
  /** Throws when the server did not prove that it knows the password too. */
  verify(serverFinal: string): void;
}

/** So many rounds no server asks for: it would be an attack on the time of this process. */
const mostIterations = 1_000_000;

export function scram(password: string, nonce = randomBytes(18).toString('base64')): Scram {
  const bare = `n=,r=${nonce}`;
  let signature: Buffer = Buffer.alloc(0);
  return {
    clientFirst: `n,,${bare}`,
    async clientFinal(serverFirst) {
      const { r = '', s = '', i = '' } = attributes(serverFirst);
      const iterations = Number(i);
      if (!r.startsWith(nonce) || !(iterations >= 1 && iterations <= mostIterations))
        throw new Error('a wrong challenge');
      const salted = await derive(password.normalize('NFKC'), Buffer.from(s, 'base64'), iterations, 32, 'sha256');
      const withoutProof = `c=biws,r=${r}`;
      const authMessage = `${bare},${serverFirst},${withoutProof}`;
      const clientKey = hmac(salted, 'Client Key');
      const clientSignature = hmac(createHash('sha256').update(clientKey).digest(), authMessage);
      signature = hmac(hmac(salted, 'Server Key'), authMessage);
      return `${withoutProof},p=${xor(clientKey, clientSignature).toString('base64')}`;
    },
    verify(serverFinal) {
      const given = Buffer.from(attributes(serverFinal)['v'] ?? '', 'base64');
      const isSame = given.length === signature.length && timingSafeEqual(given, signature);
      if (!isSame) throw new Error('it does not know the password itself');
    },
  };
}

function attributes(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(text.split(',').map((part) => [part.slice(0, 1), part.slice(2)]));
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function xor(left: Buffer, right: Buffer): Buffer {
  return Buffer.from(left.map((byte, index) => byte ^ (right[index] ?? 0)));
}
