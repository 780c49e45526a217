import { createHmac } from 'node:crypto';

const stepMs = 30_000;
const digits = 6;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** How many steps a phone's clock may be wrong by, either way. */
const drift = 1;

/** RFC 6238 with SHA-1, 30 s and six digits: what every authenticator knows. */
export function totpAt(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac('sha1', secret).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0xf;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits).padStart(digits, '0');
}

/** The step whose code it is, near now and after `lastStep`: a code counts once. All candidates are compared. */
export function matchingStep(secret: Buffer, code: string, nowMs: number, lastStep: number): number | undefined {
  const now = Math.floor(nowMs / stepMs);
  let found: number | undefined;
  for (let step = now - drift; step <= now + drift; step++) {
    if (step >= 0 && totpAt(secret, step) === code && step > lastStep) found = step;
  }
  return found;
}

/** For authenticators; also as a QR code's text. */
export function otpauthUri(secret: Buffer, account: string, issuer: string): string {
  const label = `${encodeURIComponent(issuer)}:${encodeURIComponent(account)}`;
  const parameters = `secret=${base32(secret)}&issuer=${encodeURIComponent(issuer)}&algorithm=SHA1&digits=${digits}&period=30`;
  return `otpauth://totp/${label}?${parameters}`;
}

/** RFC 4648, without padding. */
export function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => alphabet.charAt(Number.parseInt(group.padEnd(5, '0'), 2))).join('');
}
