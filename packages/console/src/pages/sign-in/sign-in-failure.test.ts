import { ApiError } from '@seaworthy/api/caller';
import { expect, it } from 'vitest';
import { needsSecondFactor, signInFailure } from './sign-in-failure.ts';

const refused = (status: number, code: string, message = 'as the server says') =>
  new ApiError(status, code, message, 'for programs', '', []);
const password = { name: 'anna', password: 'wrong' };

it('tells a spent link from a wrong password', () => {
  expect(signInFailure(refused(401, 'unauthenticated'), { code: 'swc_1' }).message).toBe('This link no longer works.');
  expect(signInFailure(refused(401, 'unauthenticated'), password).message).toBe('Name or password is wrong.');
});

it('says how long to wait when one is locked out, and that somebody can help', () => {
  const message = 'Too many wrong tries: the next one counts in 8 s.';
  const failure = signInFailure(refused(429, 'rate_limited', message), password);
  expect(failure).toEqual({ message, hint: expect.stringContaining('Wait that long') });
});

it('does not call a missing second factor a wrong password or a spent link', () => {
  const error = refused(401, 'second_factor_required', 'A code of the second factor is needed.');
  expect(needsSecondFactor(error)).toBe(true);
  for (const credentials of [password, { code: 'swc_1' }]) {
    expect(signInFailure(error, credentials).message).toBe('A code of the second factor is needed.');
  }
});
