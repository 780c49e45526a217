import { isSensitiveKey } from '../redaction/sensitive-key.ts';
import { holdsUnexpanded } from './expansion.ts';
import { hintOf } from './hint.ts';
import type { Schema } from './schema-walk.ts';
import { schemasAt } from './schema-walk.ts';
import type { Node } from './tree.ts';

/** Whether a value must not be shown: its key or one above it says so, or its schema, or the place that it came from. */
export function isSecretAt(root: Schema, path: readonly PropertyKey[], node: Node | undefined): boolean {
  if (path.some((key) => typeof key === 'string' && isSensitiveKey(key))) return true;
  if (node?.kind === 'scalar' && node.secret) return true;
  return schemasAt(root, path).some((schema) => hintOf(schema)?.secret === true);
}

/** Every text in the tree that must not be shown; a `${…}` that is still to be expanded is none. */
export function secretTexts(root: Schema, node: Node, path: readonly PropertyKey[] = []): readonly string[] {
  if (node.kind === 'mapping')
    return [...node.entries].flatMap(([key, entry]) => secretTexts(root, entry.node, [...path, key]));
  if (node.kind === 'listing') return node.items.flatMap((item, index) => secretTexts(root, item, [...path, index]));
  if (node.value === null || typeof node.value === 'boolean' || holdsUnexpanded(node.text)) return [];
  return isSecretAt(root, path, node) ? [node.text, String(node.value)] : [];
}
