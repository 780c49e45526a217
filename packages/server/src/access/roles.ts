import type { Grant, Permission } from '@seaworthy/api';
import { permissions } from '@seaworthy/api';
import type { Database } from '../db/database.ts';
import type { Clock } from '../platform/clock.ts';
import { readPermissions } from './permission-list.ts';

export interface Role {
  readonly name: string;
  readonly description: string;
  readonly builtIn: boolean;
  readonly permissions: ReadonlySet<Grant>;
}

/** Looks at everything that an operator's eyes need, and keeps tokens of its own for doing so. */
const view: readonly Permission[] = [
  'service:read',
  'deployments:read',
  'logs:read',
  'config:read',
  'metrics:read',
  'alerts:read',
  'traces:read',
  'account:use',
  'tokens:read',
  'tokens:write',
];

/** The roles that are there from the first day on; nobody changes them. */
export const builtInRoles: readonly Role[] = [
  builtIn('viewer', 'looks', view),
  builtIn('operator', 'looks, ships, and keeps alerts in order', [
    ...view,
    'deployments:write',
    'alerts:write',
    'config:write',
    'telemetry:write',
    'approvals:read',
    'secrets:read',
  ]),
  builtIn('reviewer', 'looks, approves what others ask for, and reads the audit log', [
    ...view,
    'approvals:read',
    'approvals:write',
    'audit:read',
    'users:read',
  ]),
  builtIn('admin', 'everything', permissions),
];

export const adminRole = 'admin';

function builtIn(name: string, description: string, listed: readonly Permission[]): Role {
  return { name, description, builtIn: true, permissions: new Set(listed) };
}

export interface RoleStore {
  /** Built-in ones first. */
  list(): Promise<Role[]>;
  get(name: string): Promise<Role | undefined>;
  /** What all of them allow together; a role that no longer exists allows nothing. */
  permissionsOf(names: readonly string[]): Promise<ReadonlySet<Grant>>;
  set(role: Omit<Role, 'builtIn'>): Promise<void>;
  remove(name: string): Promise<void>;
}

export function createRoleStore(database: Database, clock: Clock): RoleStore {
  const custom = async (names?: readonly string[]): Promise<Role[]> => {
    if (names?.length === 0) return [];
    const all = database.selectFrom('roles').selectAll().orderBy('name');
    const rows = await (names === undefined ? all : all.where('name', 'in', names)).execute();
    return rows.map(({ name, description, permissions: json }) => {
      return { name, description, builtIn: false, permissions: readPermissions(json) };
    });
  };
  return {
    list: async () => [...builtInRoles, ...(await custom())],
    get: async (name) => builtInRoles.find((role) => role.name === name) ?? (await custom([name]))[0],
    async permissionsOf(names) {
      const known = builtInRoles.filter(({ name }) => names.includes(name));
      const [only] = known;
      if (only !== undefined && names.length === 1) return only.permissions;
      const others = names.filter((name) => !known.some((role) => role.name === name));
      const held = new Set([...known, ...(await custom(others))].flatMap((role) => [...role.permissions]));
      return inOrder(held);
    },
    async set({ name, description, permissions: granted }) {
      const row = { description, permissions: JSON.stringify([...granted]) };
      await database
        .insertInto('roles')
        .values({ name, ...row, created_at: clock.now() })
        .onConflict((conflict) => conflict.column('name').doUpdateSet(row))
        .execute();
    },
    async remove(name) {
      await database.deleteFrom('roles').where('name', '=', name).execute();
    },
  };
}

/** As the list has them, services' own words last. */
function inOrder(held: ReadonlySet<Grant>): ReadonlySet<Grant> {
  return new Set([...permissions.filter((name) => held.has(name)), ...held]);
}
