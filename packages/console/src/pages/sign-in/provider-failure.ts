import type { SignInFailureCode } from '@seaworthy/api';
import type { Failure } from '../../data/failure.ts';

const failures: Readonly<Record<SignInFailureCode, Failure>> = {
  provider_refused: {
    message: 'The provider did not let you in.',
    hint: 'You said no there, or it does not let you in here. Try again, or ask whoever runs the provider.',
  },
  provider_unavailable: {
    message: 'The provider does not answer as it should.',
    hint: 'Try again in a moment, or sign in another way.',
  },
  no_provider: { message: 'No provider is set up here.', hint: 'Sign in another way.' },
  not_begun_here: {
    message: 'That sign-in was not begun in this browser.',
    hint: 'Begin again here. If this comes back, let this page set cookies.',
  },
  too_late: { message: 'That sign-in took too long.', hint: 'Begin again: there are ten minutes for it.' },
  used_before: {
    message: 'That sign-in was used already.',
    hint: 'Begin again: going back to an earlier page of it does not work.',
  },
  not_proven: {
    message: 'What the provider sent does not prove who you are.',
    hint: 'Try again. If this comes back, tell an administrator: the audit trail says what was wrong.',
  },
  no_name: {
    message: 'The provider gives no name that a user here can have.',
    hint: 'Ask an administrator: userClaim in the configuration says what becomes the name.',
  },
  email_not_verified: {
    message: 'The provider has not verified your e-mail address.',
    hint: 'Have it verified there, then try again.',
  },
  unknown_user: { message: 'You are no user here yet.', hint: 'Ask an administrator to invite you.' },
  name_taken: {
    message: 'A user here has your name already.',
    hint: 'If that is you, sign in another way, and ask an administrator to let the provider sign you in (linkUsers).',
  },
  no_role: {
    message: 'None of your groups has a role here.',
    hint: 'Ask an administrator which group you need.',
  },
  user_disabled: { message: 'You may not come in any more.', hint: 'Ask an administrator to enable you again.' },
  second_factor_required: {
    message: 'You have a second factor here, and the provider asked for none.',
    hint: 'Sign in by your password and a code, or let the provider ask for a second factor.',
  },
  rate_limited: { message: 'Too many sign-ins came from your address.', hint: 'Wait a minute, then try again.' },
  failed: {
    message: 'Something in the control plane failed.',
    hint: 'Try again in a moment, or sign in another way. Its log says what went wrong.',
  },
};

const unknown: Failure = {
  message: 'The sign-in over the provider did not succeed.',
  hint: 'Try again, or sign in another way. The audit trail says why.',
};

/** Why the browser came back from the provider without a session. What stands in the address is never shown itself. */
export function providerFailure(code: string): Failure {
  return Object.hasOwn(failures, code) ? failures[code as SignInFailureCode] : unknown;
}
