import type { z } from 'zod';
import type { Node } from './tree.ts';
import { childOf } from './tree.ts';

export type Schema = z.core.$ZodType;
type Def = z.core.$ZodTypes['_zod']['def'];

/** Recursive schemas (z.lazy) are followed this far; no configuration nests deeper. */
export const maximalDepth = 24;

export function defOf(schema: Schema): Def {
  return (schema as z.core.$ZodTypes)._zod.def;
}

/** The schema inside a wrapper (optional, default, a pipe's input side…); undefined for the schemas that stand for themselves. */
export function unwrap(schema: Schema): Schema | undefined {
  const def = defOf(schema);
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'nonoptional':
    case 'readonly':
    case 'catch':
      return def.innerType;
    case 'lazy':
      return def.getter();
    case 'pipe':
      return defOf(def.in).type === 'transform' ? def.out : def.in;
    default:
      return undefined;
  }
}

/** The schemas that a written value may meet: wrappers taken off, unions laid open. */
export function alternatives(schema: Schema, depth = 0): readonly Schema[] {
  if (depth > maximalDepth) return [];
  const inner = unwrap(schema);
  if (inner) return alternatives(inner, depth + 1);
  const def = defOf(schema);
  if (def.type === 'union') return def.options.flatMap((option) => alternatives(option, depth + 1));
  if (def.type === 'intersection') return [def.left, def.right].flatMap((side) => alternatives(side, depth + 1));
  return [schema];
}

/** The schemas of a key or index below a schema; empty when the schema knows no such key. */
export function childSchemas(schema: Schema, key: PropertyKey): readonly Schema[] {
  return alternatives(schema).flatMap((alternative) => {
    const def = defOf(alternative);
    if (def.type === 'object') return present(shapeOf(def).get(String(key)) ?? openCatchall(def));
    if (def.type === 'record') return [def.valueType];
    if (def.type === 'array') return [def.element];
    if (def.type === 'tuple') return present(def.items[Number(key)] ?? def.rest ?? undefined);
    return [];
  });
}

export function schemasAt(root: Schema, path: readonly PropertyKey[]): readonly Schema[] {
  return path.reduce<readonly Schema[]>(
    (schemas, key) => schemas.flatMap((schema) => childSchemas(schema, key)),
    [root],
  );
}

export interface KnownKeys {
  readonly keys: readonly string[];
  /** Any key is allowed: a record, a loose object, or no object at all. */
  readonly open: boolean;
}

/** The keys that a mapping may have here. Of several object schemas, those count whose literal members fit the node. */
export function knownKeys(schemas: readonly Schema[], node?: Node): KnownKeys {
  const all = schemas.flatMap((schema) => alternatives(schema));
  const objects = fitting(all, node).filter((schema) => defOf(schema).type === 'object');
  const keys = new Set(objects.flatMap((schema) => [...shapeOf(defOf(schema)).keys()]));
  const open = objects.length === 0 || all.some((schema) => isOpen(defOf(schema)));
  return { keys: [...keys], open };
}

/** The members of an object schema. An own map: a key such as `constructor` finds nothing that nobody declared. */
export function shapeOf(def: Def): ReadonlyMap<string, Schema> {
  return new Map(def.type === 'object' ? Object.entries(def.shape) : []);
}

/** Of the alternatives, those whose literal members (such as `kind: process`) are what the node says; all when none is. */
export function fitting(all: readonly Schema[], node: Node | undefined): readonly Schema[] {
  const fit = all.filter((schema) =>
    [...shapeOf(defOf(schema))].every(([key, member]) => admits(member, childOf(node, key))),
  );
  return fit.length > 0 ? fit : all;
}

function admits(member: Schema, node: Node | undefined): boolean {
  const values = literalValues(member);
  return values.length === 0 || node?.kind !== 'scalar' || values.includes(node.value);
}

/** The values of an enum or literal; empty for every other schema. */
export function literalValues(schema: Schema): readonly unknown[] {
  const options = alternatives(schema).map((alternative) => {
    const def = defOf(alternative);
    if (def.type === 'literal') return def.values;
    return def.type === 'enum' ? Object.values(def.entries) : undefined;
  });
  return options.includes(undefined) ? [] : options.flatMap((values) => values ?? []);
}

function isOpen(def: Def): boolean {
  if (def.type === 'object') return openCatchall(def) !== undefined;
  return ['record', 'any', 'unknown', 'custom', 'map'].includes(def.type);
}

function openCatchall(def: Def): Schema | undefined {
  if (def.type !== 'object' || !def.catchall) return undefined;
  return defOf(def.catchall).type === 'never' ? undefined : def.catchall;
}

function present(schema: Schema | undefined): readonly Schema[] {
  return schema ? [schema] : [];
}
