import { AccessError } from './access-error.ts';
import type { Asker } from './events.ts';
import { changed } from './events.ts';
import type { AccessParts } from './parts.ts';
import { grantsOf } from './role-desk.ts';
import type { TokenRow } from './tokens.ts';

/** Tokens of people: each may do some of what its owner may. */
export interface TokenDesk {
  /** The asker's own; everybody's for those who may see users. */
  list(by: Asker): Promise<TokenRow[]>;
  create(token: TokenRequest, by: Asker): Promise<{ readonly text: string; readonly row: TokenRow }>;
  revoke(id: string, by: Asker): Promise<void>;
}

export interface TokenRequest {
  readonly name: string;
  readonly permissions: readonly string[];
  /** What they allow now is what the token may; not what they will be changed to. */
  readonly roles: readonly string[];
  readonly lifeMs: number | null;
}

export function createTokenDesk({ users, roles, tokens, clock, tell }: AccessParts): TokenDesk {
  const ofRoles = async (names: readonly string[]) => {
    const found = await Promise.all(names.map(async (name) => ({ name, role: await roles.get(name) })));
    return found.flatMap(({ name, role }) => {
      if (role === undefined) throw new AccessError('not_found', `There is no role ${name}.`);
      return [...role.permissions];
    });
  };
  return {
    list: (by) => tokens.list(by.permissions.has('users:read') ? undefined : by.name),
    async create({ name, permissions, roles: named, lifeMs }, by) {
      if ((await users.get(by.name)) === undefined) throw new AccessError('forbidden', 'A token is made by a user.');
      const granted = grantsOf([...permissions, ...(await ofRoles(named))], by);
      if (granted.length === 0) {
        throw new AccessError('bad_request', 'A token needs something that it may do.', {
          details: [{ path: 'body.permissions', message: 'is empty, and so are the roles' }],
        });
      }
      const expiresAtMs = lifeMs === null ? null : clock.now() + lifeMs;
      const made = await tokens.create({ name, user: by.name, permissions: granted, expiresAtMs });
      await tell(changed(by, 'token.create', `token ${made.row.id}`, `${name}: ${granted.join(', ')}`));
      return made;
    },
    async revoke(id, by) {
      const row = await tokens.get(id);
      const isTheirs = row !== undefined && (row.user === by.name || by.permissions.has('users:write'));
      if (!isTheirs) throw new AccessError('not_found', `There is no token ${id} of yours.`);
      await tokens.revoke(id);
      await tell(changed(by, 'token.revoke', `token ${id}`, row.name));
    },
  };
}
