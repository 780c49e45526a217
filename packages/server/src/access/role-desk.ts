import type { Grant } from '@seaworthy/api';
import { AccessError } from './access-error.ts';
import type { Asker } from './events.ts';
import { changed } from './events.ts';
import type { AccessParts } from './parts.ts';
import { covers, isGrant } from './permission-list.ts';
import type { Role } from './roles.ts';
import { beyondYou } from './user-desk.ts';

/** Custom roles: sets of permissions, ours and services', that their maker has. */
export interface RoleDesk {
  list(): Promise<Role[]>;
  set(role: RoleRequest, by: Asker): Promise<Role>;
  remove(name: string, by: Asker): Promise<void>;
}

export interface RoleRequest {
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly string[];
}

export function createRoleDesk({ roles, users, tell }: Pick<AccessParts, 'roles' | 'users' | 'tell'>): RoleDesk {
  const refuseBuiltIn = async (name: string): Promise<Role | undefined> => {
    const role = await roles.get(name);
    if (!role?.builtIn) return role;
    throw new AccessError('forbidden', `The role ${name} is built in and stays as it is.`, {
      hint: 'Make another role.',
    });
  };
  return {
    list: () => roles.list(),
    async set({ name, description, permissions }, by) {
      const before = await refuseBuiltIn(name);
      const granted = grantsOf(permissions, by);
      // What it allows already is taken away from its holders, or kept: also that is for those who may as much.
      grantsOf([...(before?.permissions ?? [])], by);
      await roles.set({ name, description, permissions: new Set(granted) });
      await tell(changed(by, 'role.set', `role ${name}`, granted.join(', ')));
      return { name, description, builtIn: false, permissions: new Set(granted) };
    },
    async remove(name, by) {
      if ((await refuseBuiltIn(name)) === undefined) throw new AccessError('not_found', `There is no role ${name}.`);
      const holders = (await users.list()).filter((user) => user.roles.includes(name)).map((user) => user.name);
      if (holders.length > 0) {
        const hint = `Give them another one first: ${holders.slice(0, 10).join(', ')}.`;
        throw new AccessError('role_in_use', `${holders.length} users have the role ${name}.`, { hint });
      }
      await roles.remove(name);
      await tell(changed(by, 'role.remove', `role ${name}`));
    },
  };
}

/** As a caller wrote them. Throws with every unknown one, and with every one that the caller does not have. */
export function grantsOf(names: readonly string[], by: Asker): Grant[] {
  const unknown = names.filter((name) => !isGrant(name));
  if (unknown.length > 0) {
    const details = unknown.map((message) => ({ path: 'body.permissions', message }));
    const hint = 'Run `seaworthy roles` for the list; words of a service begin with its name.';
    throw new AccessError('bad_request', `There is no permission ${unknown.join(', ')}.`, { details, hint });
  }
  const grants = [...new Set(names.filter(isGrant))];
  const missing = grants.filter((name) => !covers(by.permissions, name));
  if (missing.length > 0) throw beyondYou('That is more than you may yourself.', missing);
  return grants;
}
