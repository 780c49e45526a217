import type { SignInFailureCode } from '@seaworthy/api';
import type { Database } from '../../db/database.ts';
import type { Clock } from '../../platform/clock.ts';
import type { RoleStore } from '../roles.ts';
import type { User, UserStore } from '../users.ts';
import { localUser } from '../users.ts';
import type { OidcPolicy } from './oidc-policy.ts';
import { ProviderFailure, refusedByProvider } from './provider-failure.ts';

export type Claims = Readonly<Record<string, unknown>> & { readonly sub: string };

export interface IdentityParts {
  readonly database: Database;
  readonly clock: Pick<Clock, 'now'>;
  readonly users: UserStore;
  readonly roles: Pick<RoleStore, 'get'>;
  readonly policy: OidcPolicy;
}

const userName = /^[a-z0-9][a-z0-9._@-]{0,63}$/;

/**
 * The user whom an identity of the provider is. It is known again by issuer and subject alone: a name can be given to
 * somebody else. A user who was there before is only taken for the same person where the policy says so.
 */
export function createIdentities({ database, clock, users, roles, policy }: IdentityParts) {
  const known = (subject: string) =>
    database
      .selectFrom('oidc_identities')
      .selectAll()
      .where('issuer', '=', policy.issuer)
      .where('subject', '=', subject)
      .executeTakeFirst();

  const link = async (subject: string, user: string, isManaged: boolean): Promise<void> => {
    const row = { issuer: policy.issuer, subject, user, managed: isManaged ? 1 : 0, linked_at: clock.now() };
    await database.insertInto('oidc_identities').values(row).execute();
  };

  const rolesOf = async (claims: Claims): Promise<string[]> => {
    const mapped = groupsOf(claims[policy.roles.claim]).flatMap((group) => mappedTo(policy, group));
    const found = await Promise.all([...new Set(mapped)].map((name) => roles.get(name)));
    return found.flatMap((role) => (role === undefined ? [] : [role.name])).sort();
  };

  const first = async (claims: Claims, given: readonly string[]): Promise<User> => {
    const name = nameOf(claims, policy.userClaim);
    const present = await users.get(name);
    if (present !== undefined) {
      if (!policy.linksUsers) throw notTheSame(name);
      await link(claims.sub, name, false);
      return present;
    }
    if (!policy.createsUsers)
      throw refused('unknown_user', `${name} is no user here`, 'Ask an administrator to add you.');
    const user = await users.add({ name, roles: given });
    await link(claims.sub, name, true);
    return user;
  };

  return {
    async userOf(claims: Claims): Promise<User> {
      const given = await rolesOf(claims);
      const row = await known(claims.sub);
      if (given.length === 0 && row?.managed !== 0) {
        throw refused(
          'no_role',
          'none of your groups has a role here',
          'Ask an administrator for one that server.access.oidc.roles maps.',
        );
      }
      const user = row === undefined ? await first(claims, given) : await users.get(row.user);
      if (user === undefined || user.isDisabled) throw refusedByProvider('user_disabled', 'you may not come in');
      if (row?.managed === 1 && String([...user.roles].sort()) !== String(given)) {
        await users.change(user.name, { roles: given });
      }
      if (user.hasSecondFactor && !sawSecondFactor(claims)) {
        throw refused(
          'second_factor_required',
          'your account here has a second factor, and the provider asked for none',
          'Sign in by password.',
        );
      }
      return user;
    },
  };
}

function mappedTo({ roles }: OidcPolicy, group: string): readonly string[] {
  return Object.hasOwn(roles.map, group) ? (roles.map[group] ?? []) : [];
}

function groupsOf(claim: unknown): string[] {
  if (typeof claim === 'string') return [claim];
  return Array.isArray(claim) ? claim.filter((each): each is string => typeof each === 'string') : [];
}

/** An address that nobody has verified could be anybody's. */
function nameOf(claims: Claims, claim: string): string {
  const value = claims[claim];
  if (claim === 'email' && claims.email_verified !== true) {
    throw refused('email_not_verified', 'your e-mail address is not verified', 'Verify it at the provider.');
  }
  const name = typeof value === 'string' ? value.toLowerCase() : '';
  if (!userName.test(name) || name === localUser)
    throw refused('no_name', `the claim ${claim} is no name of a user`, 'Set server.access.oidc.userClaim.');
  return name;
}

/** RFC 8176. */
function sawSecondFactor({ amr }: Claims): boolean {
  return groupsOf(amr).some((method) => ['mfa', 'otp', 'hwk', 'swk', 'fpt', 'face'].includes(method));
}

function notTheSame(name: string): ProviderFailure {
  const hint = 'Sign in by password or link; server.access.oidc.linkUsers takes the two for one person.';
  return new ProviderFailure('name_taken', `There is a user ${name} already who is not known to be you.`, hint);
}

function refused(failure: SignInFailureCode, why: string, hint: string): ProviderFailure {
  return new ProviderFailure(failure, `The sign-in is refused: ${why}.`, hint);
}
