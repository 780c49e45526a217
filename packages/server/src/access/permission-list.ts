import type { Permission } from '@seaworthy/api';
import { permissions } from '@seaworthy/api';

const known = new Set<string>(permissions);

/** From the database. A permission that this version does not know grants nothing. */
export function readPermissions(json: string): ReadonlySet<Permission> {
  const listed: unknown = JSON.parse(json);
  const names = Array.isArray(listed) ? listed : [];
  return new Set(names.filter((name): name is Permission => known.has(name)));
}
