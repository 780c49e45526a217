import { wordsOf } from '../redaction/sensitive-key.ts';
import { acceptedBy } from './coerce.ts';
import type { Schema } from './schema-walk.ts';
import { childSchemas, knownKeys } from './schema-walk.ts';
import type { Node } from './tree.ts';
import { childOf } from './tree.ts';

/** Other names of settings, by dot path: `{'database.password': ['DATABASE_PASSWORD']}`. The prefixed name wins. */
export type Aliases = Readonly<Record<string, readonly string[]>>;

/** `drainTimeout` is `DRAIN_TIMEOUT` in a variable's name. */
export function segmentOf(key: string): string {
  return wordsOf(key).join('_').toUpperCase();
}

/** All variables that can set a path, the best one to use first. */
export function variableNames(
  path: readonly string[],
  prefix: string | undefined,
  aliases: Aliases,
): readonly string[] {
  const segments = path.map(segmentOf);
  const nested = prefix === undefined ? [] : [`${prefix}__${segments.join('__')}`, `${prefix}_${segments.join('__')}`];
  return [...nested, ...(aliases[path.join('.')] ?? [])];
}

/** What a variable's name says: the segments after the prefix. `APP__A__B` is more specific than `APP_A__B`. */
export interface PrefixedName {
  readonly segments: readonly string[];
  readonly doubled: boolean;
}

export function splitName(name: string, prefix: string): PrefixedName | undefined {
  const doubled = name.startsWith(`${prefix}__`);
  if (!doubled && !name.startsWith(`${prefix}_`)) return undefined;
  const segments = name.slice(prefix.length + (doubled ? 2 : 1)).split('__');
  return { segments, doubled };
}

/** The path that the segments name in the schema; undefined when there is none. Keys of records are taken as the file or the variable spells them. */
export function pathOf(
  segments: readonly string[],
  schema: Schema,
  tree: Node | undefined,
): readonly string[] | undefined {
  const path: string[] = [];
  let schemas: readonly Schema[] = [schema];
  let node = tree;
  for (const [index, segment] of segments.entries()) {
    const { keys, open } = knownKeys(schemas);
    const existing = node?.kind === 'mapping' ? [...node.entries.keys()] : [];
    const known = [...keys, ...(open ? existing : [])].find((key) => segmentOf(key) === segment.toUpperCase());
    const rest = segments.slice(index).join('__');
    const key = known ?? (segment === '' ? undefined : segment);
    if (key === undefined) return undefined;
    const below = schemas.flatMap((each) => childSchemas(each, key));
    if (below.length === 0) return undefined;
    if (known === undefined && !acceptsStructure(below)) return [...path, rest];
    path.push(key);
    [schemas, node] = [below, childOf(node, key)];
  }
  return path;
}

function acceptsStructure(schemas: readonly Schema[]): boolean {
  const accepted = acceptedBy(schemas);
  return accepted.has('structure') || accepted.has('anything');
}
