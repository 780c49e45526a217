/**
 * Why a sign-in over a provider did not succeed: what the browser comes back to the sign-in page with, as
 * `/sign-in?failed=<code>`. A closed list, so that nothing a provider says stands in an address.
 */
export const signInFailureCodes = [
  /** The provider said no: the person declined, or it does not let them in. */
  'provider_refused',
  /** The provider does not answer, or not as one should. */
  'provider_unavailable',
  /** No provider is set up here. */
  'no_provider',
  /** It was not begun in this browser: its cookie or state is missing, or another one's. */
  'not_begun_here',
  /** More than ten minutes passed between the beginning and the end. */
  'too_late',
  /** The same answer of the provider came a second time. */
  'used_before',
  /** What came back proves nobody: another provider, no code, or an ID token that does not count. */
  'not_proven',
  /** The provider gives no name that a user here can have. */
  'no_name',
  /** The provider has not verified the e-mail address. */
  'email_not_verified',
  /** Only users who were added here may come in, and this is none of them. */
  'unknown_user',
  /** There is a user of that name, and nobody has said that the two are one person. */
  'name_taken',
  /** None of the person's groups has a role here. */
  'no_role',
  /** The user may not come in: disabled, or removed. */
  'user_disabled',
  /** The account here has a second factor, and the provider asked for none. */
  'second_factor_required',
  /** Too many sign-ins from this address. */
  'rate_limited',
  /** Something in the control plane failed; its log says what. */
  'failed',
] as const;
export type SignInFailureCode = (typeof signInFailureCodes)[number];
