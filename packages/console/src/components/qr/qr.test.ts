import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import { qrOf } from './qr.ts';

const modulesOf = (text: string) => (qrOf(text) ?? []).map((row) => row.map(Number).join(''));
const digest = (text: string) => createHash('sha256').update(modulesOf(text).join('\n')).digest('hex').slice(0, 16);

// Both were read back by a reader of another hand (jsQR 1.4), as were texts of every length up to 213 bytes.
it.each([
  ['otpauth://totp/Seaworthy:anna?secret=JBSWY3DPEHPK3PXP', '9ba02334a38a3158'],
  ['x'.repeat(200), '64e9db0f7dcfa486'],
])('draws %s as it was read back', (text, expected) => {
  expect(digest(text)).toBe(expected);
});

it('has the three corners that a reader looks for', () => {
  const rows = modulesOf('a');
  const corner = ['1111111', '1000001', '1011101', '1011101', '1011101', '1000001', '1111111'];
  expect(rows).toHaveLength(21);
  expect(rows.slice(0, 7).map((row) => row.slice(0, 7))).toEqual(corner);
  expect(rows.slice(0, 7).map((row) => row.slice(-7))).toEqual(corner);
  expect(rows.slice(-7).map((row) => row.slice(0, 7))).toEqual(corner);
});

it('draws nothing of what is too long', () => {
  expect(qrOf('x'.repeat(214))).toBeUndefined();
});
