import { compare, isEqual } from './compare.ts';
import type { FunctionSet, TemplateRun } from './function-set.ts';
import { print, sprint } from './print.ts';
import { printf } from './printf.ts';
import type { Value } from './value.ts';
import { asText, Dict, isTrue, typeName } from './value.ts';

type Builtin = (...args: readonly Value[]) => Value;

/** Go's own functions, in every template. `and` and `or` stand apart: they stop at the argument that decides. */
const builtins: Readonly<Record<string, Builtin>> = {
  not: (value) => !isTrue(value),
  len: (value) => lengthOf(value),
  index: (value, ...keys) => keys.reduce(indexInto, value),
  slice: (value, ...bounds) => sliceOf(value, bounds),
  print: (...values) => sprint(values),
  println: (...values) => `${values.map(print).join(' ')}\n`,
  printf: (format, ...values) => printf(textArgument(format), values),
  html: (...values) => escapeHtml(textOf(values)),
  js: (...values) => escapeScript(textOf(values)),
  urlquery: (...values) => escapeQuery(textOf(values)),
  eq: (first, ...others) => needOne(others) && others.some((other) => isEqual(first, other)),
  ne: (a, b) => !isEqual(a, b),
  lt: (a, b) => compare(a, b) < 0,
  le: (a, b) => compare(a, b) <= 0,
  gt: (a, b) => compare(a, b) > 0,
  ge: (a, b) => compare(a, b) >= 0,
};
const arity: Readonly<Record<string, number>> = { not: 1, len: 1, ne: 2, lt: 2, le: 2, gt: 2, ge: 2 };

export function isBuiltin(name: string): boolean {
  return name === 'and' || name === 'or' || Object.hasOwn(builtins, name);
}

/** Calls a function by its name; its own set comes before Go's. */
export function callFunction(
  name: string,
  args: readonly (() => Value)[],
  functions: FunctionSet,
  run: TemplateRun,
): Value {
  const own = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (own) return own(evaluate(args), run);
  if (name === 'and' || name === 'or') return decide(name === 'or', args);
  const builtin = Object.hasOwn(builtins, name) ? builtins[name] : undefined;
  if (!builtin) throw new Error(`function ${JSON.stringify(name)} not defined`);
  const wanted = arity[name];
  if (wanted !== undefined && args.length !== wanted) {
    throw new Error(`wrong number of args for ${name}: want ${wanted} got ${args.length}`);
  }
  return builtin(...evaluate(args));
}

function evaluate(args: readonly (() => Value)[]): Value[] {
  return args.map((arg) => arg());
}

function decide(stopsAtTrue: boolean, args: readonly (() => Value)[]): Value {
  if (args.length === 0) throw new Error('missing argument');
  let value: Value;
  for (const arg of args) {
    value = arg();
    if (isTrue(value) === stopsAtTrue) break;
  }
  return value;
}

function needOne(others: readonly Value[]): true {
  if (others.length === 0) throw new Error('missing argument for comparison');
  return true;
}

function lengthOf(value: Value): bigint {
  const text = asText(value);
  if (text !== undefined) return BigInt(Buffer.byteLength(text));
  if (value instanceof Dict) return BigInt(value.entries.size);
  if (Array.isArray(value)) return BigInt(value.length);
  throw new Error(value === undefined ? 'len of nil pointer' : `len of type ${typeName(value)}`);
}

function indexInto(value: Value, key: Value): Value {
  if (value instanceof Dict) {
    const name = asText(key);
    if (name === undefined) throw new Error(`value has type ${typeName(key)}; should be string`);
    return value.entries.has(name) ? value.entries.get(name) : value.absent;
  }
  const text = asText(value);
  const list: readonly Value[] | undefined =
    text === undefined ? listOf(value) : [...Buffer.from(text)].map((byte) => BigInt(byte));
  if (!list)
    throw new Error(value === undefined ? 'index of untyped nil' : `can't index item of type ${typeName(value)}`);
  if (typeof key !== 'bigint') throw new Error(`cannot index slice/array with type ${typeName(key)}`);
  if (key < 0n || key >= BigInt(list.length)) throw new Error(`index out of range: ${key}`);
  return list[Number(key)];
}

function sliceOf(value: Value, bounds: readonly Value[]): Value {
  const numbers = bounds.map((bound) => {
    if (typeof bound !== 'bigint') throw new Error(`cannot index slice/array with type ${typeName(bound)}`);
    return Number(bound);
  });
  const text = asText(value);
  const list = listOf(value);
  if (text === undefined && !list) throw new Error(`can't slice item of type ${typeName(value)}`);
  const bytes = text === undefined ? undefined : Buffer.from(text);
  const length = bytes?.length ?? list?.length ?? 0;
  const [from = 0, to = length] = numbers;
  if (from < 0 || to > length) throw new Error(`index out of range: ${from < 0 ? from : to}`);
  if (from > to) throw new Error(`invalid slice index: ${from} > ${to}`);
  return bytes ? bytes.subarray(from, to).toString() : list?.slice(from, to);
}

function listOf(value: Value): readonly Value[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

function textArgument(value: Value): string {
  const text = asText(value);
  if (text === undefined) throw new Error(`wrong type for value; expected string; got ${typeName(value)}`);
  return text;
}

function textOf(values: readonly Value[]): string {
  return values.length === 1 ? (asText(values[0]) ?? print(values[0])) : sprint(values);
}

const HTML: Readonly<Record<string, string>> = {
  '<': '&lt;',
  '>': '&gt;',
  '&': '&amp;',
  '"': '&#34;',
  "'": '&#39;',
};

export function escapeHtml(text: string): string {
  return text.replace(/[<>&"']/g, (character) => HTML[character] ?? character).replaceAll('\0', '\ufffd');
}

const SCRIPT: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '"': '\\"' };

function escapeScript(text: string): string {
  return text.replace(
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is escaped.
    /[\\'"<>&=\x00-\x1f]/g,
    (character) =>
      SCRIPT[character] ?? `\\u${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
}

/** As Go's url.QueryEscape. */
export function escapeQuery(text: string): string {
  return encodeURIComponent(text)
    .replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}
