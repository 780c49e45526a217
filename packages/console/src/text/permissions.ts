import type { Permission } from '@seaworthy/api';

/** What each permission lets one do, as people say it. */
export const permissionWords: Readonly<Record<Permission, string>> = {
  'service:read': 'See the service and its state',
  'service:stop': 'Stop the service',
  'deployments:read': 'See deployments and releases',
  'deployments:write': 'Deploy, promote, abort, roll back',
  'logs:read': 'Read logs',
  'config:read': 'See the configuration',
  'config:write': 'Load the configuration anew',
  'metrics:read': 'Query metrics',
  'alerts:read': 'See alerts and objectives',
  'alerts:write': 'Silence alerts, change their routes',
  'traces:read': 'See traces',
  'telemetry:write': 'Hand in metrics, logs and traces',
  'account:use': 'Use their own account',
  'users:read': 'See users and roles',
  'users:write': 'Add, change and remove users',
  'roles:write': 'Make and change roles',
  'sessions:read': "See others' sessions",
  'sessions:write': "End others' sessions",
  'tokens:read': 'See tokens',
  'tokens:write': 'Make and end tokens',
  'secrets:read': 'See which secrets there are',
  'secrets:write': 'Set and delete secrets',
  'approvals:read': 'See what waits for approval',
  'approvals:write': 'Approve and reject',
  'approvals:break-glass': 'Act at once in an emergency',
  'audit:read': 'Read the audit trail',
  'audit:export': 'Export the audit trail',
};

export const permissionGroups: readonly { readonly name: string; readonly permissions: readonly Permission[] }[] = [
  {
    name: 'Service',
    permissions: [
      'service:read',
      'service:stop',
      'deployments:read',
      'deployments:write',
      'config:read',
      'config:write',
    ],
  },
  { name: 'Observe', permissions: ['metrics:read', 'logs:read', 'traces:read', 'telemetry:write'] },
  { name: 'Respond', permissions: ['alerts:read', 'alerts:write'] },
  {
    name: 'People',
    permissions: ['account:use', 'users:read', 'users:write', 'roles:write', 'sessions:read', 'sessions:write'],
  },
  { name: 'Programs', permissions: ['tokens:read', 'tokens:write', 'secrets:read', 'secrets:write'] },
  {
    name: 'Control',
    permissions: ['approvals:read', 'approvals:write', 'approvals:break-glass', 'audit:read', 'audit:export'],
  },
];

/** Its words; what a service asks of its own callers has none here. */
export function wordsOf(permission: string): string {
  return Object.hasOwn(permissionWords, permission) ? permissionWords[permission as Permission] : permission;
}

/** Those that are not in the list: `asr:view_files`. */
export function servicePermissions(names: readonly string[]): readonly string[] {
  return names.filter((name) => !Object.hasOwn(permissionWords, name));
}
