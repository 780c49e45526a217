import { hintOf } from './hint.ts';
import type { Schema } from './schema-walk.ts';
import { defOf, literalValues, maximalDepth, unwrap } from './schema-walk.ts';

/** What a schema expects, to end the sentence "expected …". */
export function expectedBy(schema: Schema, depth = 0): string {
  const hint = hintOf(schema)?.expected;
  if (hint !== undefined) return hint;
  const literals = literalValues(schema);
  if (literals.length > 0) return oneOf(literals);
  const inner = unwrap(schema);
  if (inner && depth < maximalDepth) return expectedBy(inner, depth + 1);
  const def = defOf(schema);
  if (def.type === 'union') return joinOr([...new Set(def.options.map((option) => expectedBy(option, depth + 1)))]);
  if (def.type === 'number') return isInteger(schema) ? 'a whole number' : 'a number';
  return words[def.type] ?? 'another value';
}

export function oneOf(values: readonly unknown[]): string {
  return values.length === 1 ? String(values[0]) : `one of ${values.join(', ')}`;
}

const words: Readonly<Record<string, string>> = {
  string: 'a text',
  boolean: 'true or false',
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  tuple: 'a list',
  null: 'null',
};

function joinOr(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} or ${parts.at(-1)}`;
}

function isInteger(schema: Schema): boolean {
  const def = defOf(schema);
  if ('format' in def && String(def.format).includes('int')) return true;
  const checks = 'checks' in def ? (def.checks ?? []) : [];
  return checks.some((check) => 'format' in check._zod.def && String(check._zod.def.format).includes('int'));
}
