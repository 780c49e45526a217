import type { ProblemList } from './problem-list.ts';
import type { Schema } from './schema-walk.ts';
import { alternatives, childSchemas, fitting, knownKeys } from './schema-walk.ts';
import { suggest } from './suggest.ts';
import type { Entry, Node } from './tree.ts';

/**
 * The tree without the keys that the schema does not know; each is a problem, whether or not the schema is strict. A
 * misspelled key is read on as the one that was meant, so that nobody is told as well that this one is missing.
 */
export function dropUnknownKeys(node: Node, schemas: readonly Schema[], problems: ProblemList, path = ''): Node {
  if (node.kind === 'scalar') return node;
  const options = fitting(
    schemas.flatMap((schema) => alternatives(schema)),
    node,
  );
  const below = (key: PropertyKey) => options.flatMap((schema) => childSchemas(schema, key));
  const join = (key: PropertyKey) => (path === '' ? String(key) : `${path}.${String(key)}`);
  if (node.kind === 'listing') {
    return {
      ...node,
      items: node.items.map((item, index) => dropUnknownKeys(item, below(index), problems, join(index))),
    };
  }
  const { keys, open } = knownKeys(options, node);
  const kept = new Map<string, Entry>();
  for (const [key, entry] of node.entries) {
    const isKnown = open || keys.includes(key);
    const meant = isKnown
      ? key
      : suggest(
          key,
          keys.filter((each) => !node.entries.has(each) && !kept.has(each)),
        );
    if (!isKnown) problems.add({ path: join(key), ...wordUnknown(keys, meant) }, entry.keyPlace);
    if (meant !== undefined)
      kept.set(meant, { ...entry, node: dropUnknownKeys(entry.node, below(meant), problems, join(meant)) });
  }
  return { ...node, entries: kept };
}

function wordUnknown(keys: readonly string[], meant: string | undefined) {
  const fix = meant === undefined ? `Remove it. Known here: ${keys.join(', ')}.` : `Did you mean ${meant}?`;
  return { message: 'is not a known key', fix };
}
