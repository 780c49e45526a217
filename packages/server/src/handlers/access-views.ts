import type { Role as ApiRole, User as ApiUser, Session, SignInLink, Token } from '@seaworthy/api';
import { readNames } from '../access/permission-list.ts';
import type { Principal } from '../access/principal.ts';
import type { Role } from '../access/roles.ts';
import type { SessionRow } from '../access/sessions.ts';
import type { SignInCode } from '../access/sign-in-codes.ts';
import type { TokenRow } from '../access/tokens.ts';
import type { User } from '../access/users.ts';
import { timeOrNull, timeText } from './wire.ts';

export function toUser({ name, roles, isDisabled, passwordHash, ...user }: User): ApiUser {
  return {
    name,
    roles: [...roles],
    disabled: isDisabled,
    hasPassword: passwordHash !== null,
    hasSecondFactor: user.hasSecondFactor,
    createdAt: timeText(user.createdAtMs),
    lastSignInAt: timeOrNull(user.lastSignInAtMs),
  };
}

export function toRole({ name, description, builtIn, permissions }: Role): ApiRole {
  return { name, description, builtIn, permissions: [...permissions] };
}

export function toToken(row: TokenRow): Token {
  return {
    ...{ id: row.id, name: row.name, user: row.user },
    permissions: readNames(row.permissions),
    createdAt: timeText(row.created_at),
    expiresAt: timeOrNull(row.expires_at),
    lastUsedAt: timeOrNull(row.last_used_at),
  };
}

export function toSession(row: SessionRow, caller: Principal): Session {
  const isSession = caller.via === 'session' || caller.via === 'bearer';
  return {
    ...{ id: row.id, user: row.user, current: isSession && caller.credentialId === row.id },
    createdAt: timeText(row.created_at),
    usedAt: timeText(row.used_at),
    expiresAt: timeText(row.expires_at),
    sourceAddress: row.source_address,
    client: row.client,
  };
}

/** The code is in the fragment: a browser sends it to no server, so it stands in no log. */
export function toSignInLink({ code, expiresAtMs }: SignInCode, origin: string): SignInLink {
  return { url: `${origin}/sign-in#${code}`, expiresAt: timeText(expiresAtMs) };
}
