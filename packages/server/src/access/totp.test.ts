import { describe, expect, it } from 'vitest';
import { base32, matchingStep, otpauthUri, totpAt } from './totp.ts';

/** RFC 6238, appendix B: SHA-1; the last six of its eight digits. */
const secret = Buffer.from('12345678901234567890');

describe('a code', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at second %d is the one of the standard', (seconds, code) => {
    expect(totpAt(secret, Math.floor(seconds / 30))).toBe(code);
  });

  it('counts for one step around its own, and never twice', () => {
    const step = 1_000;
    const code = totpAt(secret, step);
    const at = (offset: number, last = 0) => matchingStep(secret, code, (step + offset) * 30_000, last);
    expect([-2, -1, 0, 1, 2].map((offset) => at(offset))).toEqual([undefined, step, step, step, undefined]);
    expect(at(0, step)).toBeUndefined();
    expect(at(0, step + 1)).toBeUndefined();
    expect(at(0, step - 1)).toBe(step);
  });
});

it('tells authenticators in the form that they know (RFC 4648, otpauth)', () => {
  expect(base32(Buffer.from('foobar'))).toBe('MZXW6YTBOI');
  expect(otpauthUri(secret, 'ann', 'Sea worthy')).toBe(
    'otpauth://totp/Sea%20worthy:ann?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Sea%20worthy&algorithm=SHA1&digits=6&period=30',
  );
});
