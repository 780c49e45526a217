import type { Grant, Permission } from '@seaworthy/api';

/**
 * Who calls, once proven. `via` decides whether the request could have been forged by another site's page: a `session`
 * came by cookie, and `basic` is a token that came as a password; browsers send both along by themselves. `bearer` is a
 * session's access token in a header.
 */
export interface Principal {
  /** The user; for a token that an installation has for itself, the token's name. */
  readonly name: string;
  readonly via: 'token' | 'basic' | 'session' | 'bearer';
  readonly permissions: ReadonlySet<Grant>;
  /** None for a token that is nobody's. */
  readonly roles: readonly string[];
  /** End of the session when nothing more is asked, or of the token; null: never. */
  readonly expiresAtMs: number | null;
  /** What the credential is stored under. */
  readonly credentialId: string;
  /** Policy asks for a second factor that is not enrolled yet: only the own account may be used. */
  readonly needsSecondFactor: boolean;
  /** How its owner signs in; only of sessions. */
  readonly account?: { readonly hasPassword: boolean; readonly hasSecondFactor: boolean };
}

export type Decision = { readonly allowed: true } | { readonly allowed: false; readonly reason: Refusal };
export type Refusal = 'unauthenticated' | 'forbidden';

/** Deny by default: a route is open only when it says so by `null`, and a permission counts only when it is listed. */
export function authorize(needed: Permission | null | undefined, principal: Principal | undefined): Decision {
  if (needed === null) return { allowed: true };
  if (principal === undefined) return { allowed: false, reason: 'unauthenticated' };
  if (needed === undefined || !principal.permissions.has(needed)) return { allowed: false, reason: 'forbidden' };
  return { allowed: true };
}
