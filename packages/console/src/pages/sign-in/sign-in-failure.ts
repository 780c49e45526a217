import { ApiError } from '@seaworthy/api/caller';
import type { Failure } from '../../data/failure.ts';
import { failureOf, isSignedOut } from '../../data/failure.ts';

/** By what somebody tries to come in. */
export type Credentials = { readonly code: string } | { readonly name: string; readonly password: string };

/** Why one did not come in, and what to do, in plain words. */
export function signInFailure(error: unknown, credentials: Credentials): Failure {
  if (error instanceof ApiError && error.code === 'rate_limited') return { message: error.message, hint: lockedHint };
  if (needsSecondFactor(error) || !isSignedOut(error)) return failureOf(error);
  return 'code' in credentials ? spentLink : wrongPassword;
}

/** Name and password are right, or the link is good and not spent: a code of the second factor is asked for. */
export function needsSecondFactor(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'second_factor_required';
}

const lockedHint = 'Wait that long, then try once more. An administrator can reset the password.';

const spentLink: Failure = {
  message: 'This link no longer works.',
  hint: 'Each one signs in once, and only for a while: ten minutes, an invitation a day.',
};

const wrongPassword: Failure = {
  message: 'Name or password is wrong.',
  hint: 'Check both. If it was forgotten, ask an administrator for a new sign-in link.',
};
