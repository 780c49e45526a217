import type { Permission } from '@seaworthy/api';

/**
 * Who calls, once proven. `via` decides whether the request could have been forged by another site's page: `basic`
 * is a token that came as a password, which browsers keep and send along by themselves.
 */
export interface Principal {
  readonly name: string;
  readonly via: 'token' | 'basic' | 'session';
  readonly permissions: ReadonlySet<Permission>;
  /** End of the session when nothing more is asked; null for tokens, which have none. */
  readonly expiresAtMs: number | null;
  /** What the credential is stored under. */
  readonly credentialId: string;
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
