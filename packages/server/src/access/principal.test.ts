import { permissions } from '@seaworthy/api';
import { describe, expect, it } from 'vitest';
import type { Principal } from './principal.ts';
import { authorize } from './principal.ts';

const reader: Principal = {
  name: 'reader',
  via: 'token',
  permissions: new Set(['service:read']),
  expiresAtMs: null,
  credentialId: '1',
  roles: ['viewer'],
  needsSecondFactor: false,
};

describe('authorize', () => {
  it('lets a caller do what it is listed for, and nothing else', () => {
    const allowed = permissions.filter((permission) => authorize(permission, reader).allowed);
    expect(allowed).toEqual(['service:read']);
    expect(authorize('service:stop', reader)).toEqual({ allowed: false, reason: 'forbidden' });
  });

  it('asks who calls before it asks what they may', () => {
    expect(authorize('service:read', undefined)).toEqual({ allowed: false, reason: 'unauthenticated' });
  });

  it('opens only what says so, and refuses a route that names nothing', () => {
    expect(authorize(null, undefined)).toEqual({ allowed: true });
    expect(authorize(undefined, reader)).toEqual({ allowed: false, reason: 'forbidden' });
  });
});
