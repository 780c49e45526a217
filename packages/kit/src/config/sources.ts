import type { Node } from './tree.ts';
import { childOf } from './tree.ts';

/** Where each value came from, by dot path: `default`, `file:line` or `env NAME`. Empty lists and mappings count as values. */
export function sourcesOf(value: unknown, tree: Node | undefined): ReadonlyMap<string, string> {
  const sources = new Map<string, string>();
  collect(value, tree, [], 'default', sources);
  return sources;
}

/** `source` is that of the nearest written value around: parts of `host:port` come from where it was written. */
function collect(
  value: unknown,
  node: Node | undefined,
  path: readonly string[],
  source: string,
  into: Map<string, string>,
): void {
  const own = node && node.kind !== 'mapping' ? node.place.source : source;
  const members = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  if (members.length === 0 && path.length > 0) into.set(path.join('.'), node?.place.source ?? own);
  for (const [key, member] of members) collect(member, childOf(node, key), [...path, key], own, into);
}
