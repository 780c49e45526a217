import { isSensitiveKey } from '../redaction/sensitive-key.ts';
import { coerce } from './coerce.ts';
import type { Lookup, Substitute } from './expansion.ts';
import { expand } from './expansion.ts';
import { hintOf } from './hint.ts';
import type { ProblemList } from './problem-list.ts';
import type { Schema } from './schema-walk.ts';
import { alternatives, childSchemas, defOf } from './schema-walk.ts';
import type { Node, Scalar } from './tree.ts';
import { scalar, treeOf } from './tree.ts';

export interface Settling {
  readonly lookup: Lookup;
  readonly problems: ProblemList;
}

/**
 * The tree with every `${…}` expanded. A value that was wholly one `${…}` is then read as what the schema expects
 * there; a text that holds more than that stays a text.
 */
export function settle(node: Node, schemas: readonly Schema[], settling: Settling, path = ''): Node {
  const below = (key: PropertyKey) => schemas.flatMap((schema) => childSchemas(schema, key));
  const join = (key: PropertyKey) => (path === '' ? String(key) : `${path}.${String(key)}`);
  if (node.kind === 'scalar') return settleScalar(node, schemas, settling, path);
  if (node.kind === 'listing') {
    return { ...node, items: node.items.map((item, index) => settle(item, below(index), settling, join(index))) };
  }
  const entries = [...node.entries].map(([key, entry]) => {
    return [key, { ...entry, node: settle(entry.node, below(key), settling, join(key)) }] as const;
  });
  return { ...node, entries: new Map(entries) };
}

function settleScalar(node: Scalar, schemas: readonly Schema[], settling: Settling, path: string): Node {
  if (typeof node.value === 'string' && node.expands) return expandScalar(node, node.value, schemas, settling, path);
  const isPlain = typeof node.value === 'number' || typeof node.value === 'boolean';
  return isPlain && schemas.length > 0 && schemas.every(isVerbatim) ? { ...node, value: node.text } : node;
}

function expandScalar(
  node: Scalar,
  text: string,
  schemas: readonly Schema[],
  { lookup, problems }: Settling,
  path: string,
): Node {
  const expansion = expand(text, lookup);
  for (const mistake of expansion.mistakes) problems.add({ path, ...mistake }, node.place);
  const secrets = expansion.used.filter(isSecret);
  for (const secret of secrets) problems.hide(secret.text);
  const value = expansion.whole ? coerce(expansion.text, schemas) : expansion.text;
  if (typeof value === 'object') return treeOf(value, node.place, secrets.length > 0);
  return scalar(value, node.place, { text: expansion.text, secret: secrets.length > 0 });
}

function isSecret({ kind, name }: Substitute): boolean {
  return kind === 'file' || isSensitiveKey(name);
}

function isVerbatim(schema: Schema): boolean {
  return hintOf(schema)?.verbatim === true && alternatives(schema).every((each) => defOf(each).type === 'string');
}
