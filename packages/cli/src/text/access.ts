import type { Role, Session, SignInLink, Token, User } from '@seaworthy/api';
import type { Style } from '../terminal/style.ts';
import { columns } from './columns.ts';
import { formatAge, formatDuration } from './duration.ts';

export function userTable(users: readonly User[], nowMs: number, style: Style): string {
  const rows = users.map((user) => [
    user.name,
    user.roles.join(' '),
    user.disabled ? style.bad('disabled') : style.good('enabled'),
    signInText(user),
    user.lastSignInAt === null ? 'never' : formatAge(user.lastSignInAt, nowMs),
  ]);
  return columns([['NAME', 'ROLES', 'STATE', 'SIGNS IN BY', 'LAST SIGN-IN'].map(style.dim), ...rows]);
}

function signInText({ hasPassword, hasSecondFactor }: User): string {
  return `${hasPassword ? 'password' : 'link'}${hasSecondFactor ? ' and second factor' : ''}`;
}

export function tokenTable(tokens: readonly Token[], nowMs: number, style: Style): string {
  const rows = tokens.map(({ id, name, user, permissions, expiresAt, lastUsedAt }) => [
    id,
    name,
    user ?? '-',
    expiryText(expiresAt, nowMs),
    lastUsedAt === null ? 'never' : formatAge(lastUsedAt, nowMs),
    listText(permissions),
  ]);
  return columns([['ID', 'NAME', 'OF', 'EXPIRES', 'USED', 'MAY'].map(style.dim), ...rows]);
}

function expiryText(expiresAt: string | null, nowMs: number): string {
  if (expiresAt === null) return 'never';
  const leftMs = Date.parse(expiresAt) - nowMs;
  return leftMs <= 0 ? 'expired' : `in ${formatDuration(leftMs)}`;
}

export function roleTable(roles: readonly Role[], style: Style): string {
  const rows = roles.map(({ name, builtIn, description, permissions }) => [
    name,
    builtIn ? style.dim('built in') : 'yours',
    description === '' ? '-' : description,
    listText(permissions),
  ]);
  return columns([['NAME', 'KIND', 'WHAT FOR', 'MAY'].map(style.dim), ...rows]);
}

/** All of a few; the first of many, and how many more: `--json` has them all. */
function listText(permissions: readonly string[]): string {
  const shown = permissions.slice(0, 4).join(' ');
  return permissions.length > 4 ? `${shown} and ${permissions.length - 4} more` : shown;
}

export function sessionTable(sessions: readonly Session[], nowMs: number, style: Style): string {
  const rows = sessions.map(({ id, user, current, createdAt, usedAt, expiresAt, sourceAddress, client }) => [
    current ? `${id} (this one)` : id,
    user,
    formatAge(createdAt, nowMs),
    formatAge(usedAt, nowMs),
    expiryText(expiresAt, nowMs),
    sourceAddress ?? '-',
    printable(client ?? '-'),
  ]);
  return columns([['ID', 'OF', 'SINCE', 'USED', 'EXPIRES', 'FROM', 'BY'].map(style.dim), ...rows]);
}

/** Whoever signed in wrote this text: nothing in it may steer a terminal. */
function printable(text: string): string {
  return text.replace(/\p{C}/gu, '?').slice(0, 60);
}

/** How somebody comes in for the first time, or again. */
export function linkText({ url, expiresAt }: SignInLink, nowMs: number): string {
  return `${url}\nIt signs in once, within ${formatDuration(Math.max(0, Date.parse(expiresAt) - nowMs))}.`;
}
