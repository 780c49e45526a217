import type { SignInFailureCode } from '@seaworthy/api';
import type { AccessErrorCode } from '../access-error.ts';
import { AccessError } from '../access-error.ts';

/** Why nobody came in over the provider: a sentence for whoever reads it, and a code that may stand in an address. */
export class ProviderFailure extends AccessError {
  constructor(
    readonly failure: SignInFailureCode,
    message: string,
    hint: string,
    code: AccessErrorCode = 'unauthenticated',
  ) {
    super(code, message, { hint });
  }
}

export function providerAway(why: string): ProviderFailure {
  const hint = 'Try again; sign in by a link (`seaworthy sign-in`) meanwhile.';
  const message = `The sign-in provider does not answer as it should: ${why}.`;
  return new ProviderFailure('provider_unavailable', message, hint, 'unavailable');
}

export function refusedByProvider(failure: SignInFailureCode, why: string): ProviderFailure {
  return new ProviderFailure(
    failure,
    `The sign-in by the provider failed: ${why}.`,
    'Begin again from the sign-in page.',
  );
}

/** What came back does not prove who somebody is. */
export function notProven(why: string): ProviderFailure {
  return refusedByProvider('not_proven', why);
}
