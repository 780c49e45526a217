import type { Grant } from '@seaworthy/api';
import { permissions } from '@seaworthy/api';

const known: ReadonlySet<string> = new Set(permissions);
/** `service`, `deployments`, …: what begins so is ours, or a slip of the pen. */
const ours: ReadonlySet<string> = new Set(permissions.map((name) => name.slice(0, name.indexOf(':'))));
const wellFormed = /^[a-z][a-z0-9-]{0,62}:[a-z][a-z0-9_-]{0,62}$/;

/** One of our list, or `<service>:<word>`, which a service asks of its own callers and we only keep. */
export function isGrant(name: string): name is Grant {
  return known.has(name) || (wellFormed.test(name) && !ours.has(name.slice(0, name.indexOf(':'))));
}

/** From the database. A permission that this version does not know grants nothing. */
export function readPermissions(json: string): ReadonlySet<Grant> {
  return new Set(readNames(json).filter(isGrant));
}

export function readNames(json: string): string[] {
  const listed: unknown = JSON.parse(json);
  return Array.isArray(listed) ? listed.filter((name): name is string => typeof name === 'string') : [];
}

/**
 * Whether somebody who has `has` may also give it away. What a service asks of its callers is given away by those who have
 * it, and by those who make roles: nobody else knows those words.
 */
export function covers(has: ReadonlySet<string>, name: Grant): boolean {
  return has.has(name) || (!known.has(name) && has.has('roles:write'));
}
