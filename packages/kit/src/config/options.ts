import { isSensitiveKey } from '../redaction/sensitive-key.ts';
import { expectedBy } from './expected.ts';
import type { Hint } from './hint.ts';
import { descriptionOf, hintOf } from './hint.ts';
import type { Schema } from './schema-walk.ts';
import { alternatives, defOf, maximalDepth, shapeOf } from './schema-walk.ts';
import type { Aliases } from './variable-names.ts';
import { variableNames } from './variable-names.ts';

/** One line of the table that `seaworthy config options` prints. */
export interface Option {
  /** Dot path; `[]` stands for any item of a list, `<name>` for any key of a mapping. */
  readonly path: string;
  /** What is expected, in words: `a duration`, `one of a, b`. */
  readonly type: string;
  readonly required: boolean;
  /** As it would be written; undefined when there is none. */
  readonly default: string | undefined;
  /** Environment variables that set it, the best one first. */
  readonly variables: readonly string[];
  readonly help: string;
  readonly secret: boolean;
}

export interface DescribeOptions {
  readonly prefix?: string | undefined;
  readonly aliases?: Aliases;
}

/** Every setting of a schema, in the order in which the schema declares them. */
export function describeOptions(schema: Schema, options: DescribeOptions = {}): readonly Option[] {
  const found = new Map<string, Option>();
  for (const option of describe(schema, [], options, 0)) {
    const twin = found.get(option.path);
    found.set(option.path, twin ? joined(twin, option) : option);
  }
  return [...found.values()];
}

function describe(schema: Schema, path: readonly string[], options: DescribeOptions, depth: number): readonly Option[] {
  const below = depth > maximalDepth || hintOf(schema) ? [] : alternatives(schema).flatMap((each) => membersOf(each));
  const members = below.flatMap(([key, member]) => describe(member, [...path, key], options, depth + 1));
  const isSection = alternatives(schema).every((each) => defOf(each).type === 'object') && !hintOf(schema);
  return path.length === 0 || (isSection && members.length > 0)
    ? members
    : [describeOne(schema, path, options), ...members];
}

/** What lies below a schema, save for lists and mappings of plain values: their own line says it all. */
function membersOf(schema: Schema): readonly (readonly [string, Schema])[] {
  const def = defOf(schema);
  if (def.type === 'object') return [...shapeOf(def)];
  const [key, inner] =
    def.type === 'array' ? ['[]', def.element] : def.type === 'record' ? ['<name>', def.valueType] : [];
  const holdsSettings = inner && alternatives(inner).some((each) => defOf(each).type === 'object');
  return key && inner && holdsSettings ? [[key, inner]] : [];
}

function describeOne(schema: Schema, path: readonly string[], { prefix, aliases = {} }: DescribeOptions): Option {
  const hint = hintOf(schema);
  const named = path.every((key) => key !== '[]' && key !== '<name>');
  const fallback = defaultOf(schema);
  return {
    path: path.join('.').replaceAll('.[]', '[]'),
    type: expectedBy(schema),
    required: isRequired(schema),
    default: fallback === undefined ? undefined : printed(fallback, hint),
    variables: named ? variableNames(path, prefix, aliases) : [],
    help: descriptionOf(schema) ?? '',
    secret: hint?.secret === true || path.some(isSensitiveKey),
  };
}

/** Whether leaving the setting out is an error, as far as the schema alone can tell. */
function isRequired(schema: Schema): boolean {
  return schema._zod.optin === undefined;
}

interface Default {
  readonly value: unknown;
  /** A default of the parsed value (30000) and not of what is written (30s). */
  readonly parsed: boolean;
}

function defaultOf(schema: Schema): Default | undefined {
  const def = defOf(schema);
  if (def.type === 'default') return { value: def.defaultValue, parsed: true };
  if (def.type === 'prefault') return { value: def.defaultValue, parsed: false };
  return 'innerType' in def ? defaultOf(def.innerType) : undefined;
}

function printed({ value, parsed }: Default, hint: Hint | undefined): string {
  if (parsed && hint?.print) return hint.print(value);
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
}

/** The same key in two variants of a section (`runtime.kind: process | docker`) is one setting that takes either. */
function joined(first: Option, second: Option): Option {
  const types = new Set([
    ...first.type.replace(/^one of /, '').split(', '),
    ...second.type.replace(/^one of /, '').split(', '),
  ]);
  const isChoice = first.type !== second.type;
  return {
    ...first,
    type: isChoice ? `one of ${[...types].join(', ')}` : first.type,
    required: first.required && second.required,
  };
}
