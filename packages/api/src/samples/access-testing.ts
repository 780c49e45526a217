import type { Role, SignInLink, Token, User } from '../access.ts';
import { sampleTime } from './testing.ts';

export function sampleUser(over: Partial<User> = {}): User {
  return {
    ...{ name: 'ann', roles: ['operator'], disabled: false, hasPassword: true, hasSecondFactor: false },
    createdAt: sampleTime,
    lastSignInAt: sampleTime,
    ...over,
  };
}

export function sampleToken(over: Partial<Token> = {}): Token {
  return {
    ...{ id: '0123456789abcdef', name: 'ci', user: 'ann', permissions: ['deployments:read', 'deployments:write'] },
    createdAt: sampleTime,
    expiresAt: '2026-05-30T10:00:00.000Z',
    lastUsedAt: null,
    ...over,
  };
}

export function sampleRole(over: Partial<Role> = {}): Role {
  return {
    name: 'subtitler',
    description: 'works on subtitles',
    builtIn: false,
    permissions: ['asr:view_files'],
    ...over,
  };
}

export function sampleLink(over: Partial<SignInLink> = {}): SignInLink {
  return { url: 'http://127.0.0.1:7070/sign-in#swc_1', expiresAt: '2026-03-01T10:12:00.000Z', ...over };
}
