import type { ProblemList } from './problem-list.ts';
import type { Schema } from './schema-walk.ts';
import { alternatives, childSchemas, fitting, knownKeys } from './schema-walk.ts';
import { suggest } from './suggest.ts';
import type { Entry, Mapping, Node } from './tree.ts';

/** The tree without the keys that the schema does not know; each is a problem, whether or not the schema is strict. */
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
  const kept: [string, Entry][] = [];
  for (const [key, entry] of node.entries) {
    if (open || keys.includes(key))
      kept.push([key, { ...entry, node: dropUnknownKeys(entry.node, below(key), problems, join(key)) }]);
    else reportUnknown(key, entry, join(key), keys, node, problems);
  }
  return { ...node, entries: new Map(kept) };
}

function reportUnknown(
  key: string,
  entry: Entry,
  path: string,
  keys: readonly string[],
  node: Mapping,
  problems: ProblemList,
): void {
  const unused = keys.filter((each) => !node.entries.has(each));
  const meant = suggest(key, unused);
  const fix = meant ? `Did you mean ${meant}?` : `Remove it. Known here: ${keys.join(', ')}.`;
  problems.add({ path, message: 'is not a known key', fix }, entry.keyPlace);
}
