import type { Clock } from '../platform/clock.ts';
import type { AccessTokens } from './access-tokens.ts';
import type { AccessEvent } from './events.ts';
import type { Lockout } from './lockout.ts';
import type { Passwords } from './passwords.ts';
import type { AccessPolicy } from './policy.ts';
import type { RoleStore } from './roles.ts';
import type { SecondFactors } from './second-factors.ts';
import type { SessionStore } from './sessions.ts';
import type { SignInCodes } from './sign-in-codes.ts';
import type { TokenStore } from './tokens.ts';
import type { UserStore } from './users.ts';

/** What the acts of this room are made of. */
export interface AccessParts {
  readonly users: UserStore;
  readonly roles: RoleStore;
  readonly sessions: SessionStore;
  readonly tokens: TokenStore;
  readonly codes: SignInCodes;
  readonly passwords: Passwords;
  readonly secondFactors: SecondFactors;
  readonly lockout: Lockout;
  readonly accessTokens: AccessTokens;
  readonly policy: AccessPolicy;
  readonly clock: Clock;
  readonly tell: (event: AccessEvent) => Promise<void>;
}
