import { parse } from 'yaml';
import type { Schema } from './schema-walk.ts';
import { alternatives, defOf } from './schema-walk.ts';

/** What may be written where a schema stands: decides how a text from the environment is read. */
export type Accepted = 'string' | 'number' | 'boolean' | 'structure' | 'anything';

const numberPattern = /^[+-]?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const booleanWords: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  on: true,
  '1': true,
  false: false,
  no: false,
  off: false,
  '0': false,
};

/**
 * A text, read as what is expected: "1" is 1 for a number, true for a flag, and stays "1" where only text is expected.
 * A text that fits nothing stays a text, so that the schema can say what was wrong with it.
 */
export function coerce(text: string, schemas: readonly Schema[]): unknown {
  const accepted = acceptedBy(schemas);
  if (accepted.has('anything')) return readAnything(text);
  if (accepted.has('number') && numberPattern.test(text)) return Number(text);
  if (accepted.has('boolean')) {
    const flag = readBoolean(text, accepted.has('string'));
    if (flag !== undefined) return flag;
  }
  return accepted.has('structure') ? readStructure(text) : text;
}

export function acceptedBy(schemas: readonly Schema[]): ReadonlySet<Accepted> {
  return new Set(schemas.flatMap((schema) => alternatives(schema)).flatMap(acceptedByOne));
}

function acceptedByOne(schema: Schema): readonly Accepted[] {
  const def = defOf(schema);
  switch (def.type) {
    case 'string':
    case 'template_literal':
      return ['string'];
    case 'number':
      return ['number'];
    case 'boolean':
      return ['boolean'];
    case 'object':
    case 'record':
    case 'array':
    case 'tuple':
      return ['structure'];
    case 'literal':
      return def.values.flatMap(acceptedByValue);
    case 'enum':
      return Object.values(def.entries).flatMap(acceptedByValue);
    case 'any':
    case 'unknown':
    case 'custom':
      return ['anything'];
    default:
      return [];
  }
}

function acceptedByValue(value: unknown): readonly Accepted[] {
  const type = typeof value;
  return type === 'string' || type === 'number' || type === 'boolean' ? [type] : [];
}

function readBoolean(text: string, textIsFine: boolean): boolean | undefined {
  const word = text.toLowerCase();
  if (textIsFine && word !== 'true' && word !== 'false') return undefined;
  return Object.hasOwn(booleanWords, word) ? booleanWords[word] : undefined;
}

/** JSON, or the same in YAML's shorter spelling: `["a","b"]`, `[a, b]`, `{a: 1}`. */
function readStructure(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return parse(text, { logLevel: 'silent', maxAliasCount: 0 }) as unknown;
  } catch {
    return text;
  }
}

function readAnything(text: string): unknown {
  if (text === 'true' || text === 'false') return text === 'true';
  return numberPattern.test(text) ? Number(text) : readStructure(text);
}
