/** By whom people may sign in instead of by password or link, and what they become. */
export interface OidcPolicy {
  /** Exactly as the provider calls itself. */
  readonly issuer: string;
  readonly clientId: string;
  /** None for a public client: PKCE alone protects the code then. */
  readonly clientSecret: string | undefined;
  readonly scopes: readonly string[];
  /** On the button. */
  readonly label: string;
  /** The claim that becomes the user's name. */
  readonly userClaim: string;
  /** The claim with groups, and the roles that each gives. Whoever gets none may not come in. */
  readonly roles: { readonly claim: string; readonly map: Readonly<Record<string, readonly string[]>> };
  /** Whether somebody who comes for the first time becomes a user. */
  readonly createsUsers: boolean;
  /** Whether a user of that name who was there before is the same person. */
  readonly linksUsers: boolean;
  /** As browsers reach us, when it is not as they say in `Host`. */
  readonly publicUrl: string | undefined;
}
