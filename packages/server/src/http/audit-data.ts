const hidden = '[hidden]';
const longestText = 300;
const mostItems = 20;
const longestData = 8 * 1024;

/** Fields of bodies and queries whose values are told; what looks like a secret in them is taken out further on. */
export const toldFields: ReadonlySet<string> = new Set([
  ...['id', 'name', 'user', 'roles', 'permissions', 'disabled', 'secondFactor', 'description', 'lifeMs', 'deliver'],
  ...['version', 'to', 'source', 'image', 'strategy', 'dryRun', 'waitLockMs', 'reason'],
  ...['matchers', 'labels', 'annotations', 'startsAt', 'endsAt', 'createdBy', 'comment', 'generatorURL'],
  ...['status', 'message', 'at', 'force', 'reason'],
  ...['fromSequence', 'toSequence', 'since', 'until', 'approval'],
]);
/** Mappings of which only the names are told. */
export const namedFields: ReadonlySet<string> = new Set(['env']);
/** Never told. What stands in none of the three lists is not told either; a test asks for a decision on each field. */
export const secretFields: ReadonlySet<string> = new Set(['code', 'password', 'current', 'otp', 'refresh', 'value']);

/** What was asked, as far as it may be told: bounded in size, and closed by default. */
export function askedOf(query: unknown, body: unknown): Readonly<Record<string, unknown>> {
  const asked = { ...part('query', query), ...part('body', body) };
  const size = JSON.stringify(asked).length;
  return size > longestData ? { omitted: `${size} characters` } : asked;
}

function part(name: string, value: unknown): Record<string, unknown> {
  const told = Array.isArray(value) ? list(value) : isMapping(value) ? fields(value) : undefined;
  return told === undefined || (isMapping(told) && Object.keys(told).length === 0) ? {} : { [name]: told };
}

function fields(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const told: Record<string, unknown> = {};
  let others = 0;
  for (const [name, inner] of Object.entries(value)) {
    if (toldFields.has(name)) told[name] = bounded(inner);
    else if (namedFields.has(name)) told[name] = namesOf(inner);
    else if (secretFields.has(name)) told[name] = hidden;
    else others += 1;
  }
  return others === 0 ? told : { ...told, otherFields: others };
}

/** A list of things, as Alertmanager's API takes: each is told like a body. */
function list(items: readonly unknown[]): unknown[] {
  const first = items.slice(0, mostItems).map((item) => (isMapping(item) ? fields(item) : hidden));
  return items.length > mostItems ? [...first, { more: items.length - mostItems }] : first;
}

function namesOf(value: unknown): unknown {
  if (!isMapping(value)) return hidden;
  const names = Object.keys(value).filter((name) => /^\w{1,64}$/.test(name));
  return Object.fromEntries(names.slice(0, mostItems).map((name) => [name, hidden]));
}

function bounded(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.length > longestText ? `${value.slice(0, longestText)}…` : value;
  if (typeof value !== 'object' || value === null) return value;
  if (depth > 3) return hidden;
  if (Array.isArray(value)) {
    const first = value.slice(0, mostItems).map((item) => bounded(item, depth + 1));
    return value.length > mostItems ? [...first, { more: value.length - mostItems }] : first;
  }
  const entries = Object.entries(value).slice(0, mostItems);
  return Object.fromEntries(entries.map(([name, inner]) => [name.slice(0, 100), bounded(inner, depth + 1)]));
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !Buffer.isBuffer(value);
}
