import { permissions } from '@seaworthy/api';
import { expect, it } from 'vitest';
import { permissionGroups, servicePermissions, wordsOf } from './permissions.ts';

it('has each permission in one group', () => {
  expect(permissionGroups.flatMap((group) => group.permissions).toSorted()).toEqual([...permissions].sort());
});

it('leaves what a service asks of its callers as it is', () => {
  expect(servicePermissions(['logs:read', 'asr:view_files'])).toEqual(['asr:view_files']);
  expect([wordsOf('logs:read'), wordsOf('asr:view_files')]).toEqual(['Read logs', 'asr:view_files']);
});
