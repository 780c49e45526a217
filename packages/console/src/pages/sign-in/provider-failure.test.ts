import { signInFailureCodes } from '@seaworthy/api';
import { expect, it } from 'vitest';
import { providerFailure } from './provider-failure.ts';

it.each(signInFailureCodes)('has words of its own for %s, and what to do', (code) => {
  const { message, hint } = providerFailure(code);
  expect([message, hint].every((text) => text.endsWith('.'))).toBe(true);
  expect(message).not.toBe(providerFailure('of a later version').message);
});

it.each(['of a later version', '', 'constructor', '<b>you won</b>'])('says nothing of %j itself', (code) => {
  expect(providerFailure(code)).toEqual(providerFailure('another'));
});
