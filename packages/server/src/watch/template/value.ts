/**
 * What templates compute with, kept as apart as Go keeps it: `number` is a float64, `bigint` an int, `undefined` is no
 * value. The difference shows: `lt $value 80` is an error in Go, `lt $value 80.0` is not.
 */
export type Value = undefined | boolean | number | bigint | string | SafeText | readonly Value[] | Dict | Struct;

export type Method = (...args: readonly Value[]) => Value;

/** A text that is put into HTML as it is. */
export class SafeText {
  constructor(readonly text: string) {}
}

/** A map with text keys. `absent` is what a key that is not there gives: '' for a map of texts. */
export class Dict {
  readonly entries: ReadonlyMap<string, Value>;

  constructor(
    entries: Readonly<Record<string, Value>> | ReadonlyMap<string, Value>,
    readonly absent: Value = undefined,
    readonly methods: Readonly<Record<string, Method>> = {},
  ) {
    this.entries = entries instanceof Map ? entries : new Map(Object.entries(entries));
  }

  /** As Go ranges over a map: by key. */
  get sorted(): [string, Value][] {
    return [...this.entries].sort(([a], [b]) => (a < b ? -1 : 1));
  }
}

/** Named fields, fixed: a field that is not there is a mistake in the template. */
export class Struct {
  constructor(
    readonly typeName: string,
    readonly fields: Readonly<Record<string, Value>>,
    readonly methods: Readonly<Record<string, Method>> = {},
    /** How it is printed; by default as Go prints a struct, `{a b}`. */
    readonly text?: string,
  ) {}
}

/** A list that has methods beside its items. What is made from it (`filter`, `slice`) is a plain list. */
export class MethodList extends Array<Value> {
  static override readonly [Symbol.species] = Array;

  constructor(
    items: readonly Value[],
    readonly methods: Readonly<Record<string, Method>>,
  ) {
    super();
    this.push(...items);
  }
}

export function isTrue(value: Value): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (value instanceof Dict) return value.entries.size > 0;
  if (value instanceof SafeText) return value.text !== '';
  return value instanceof Struct || (typeof value === 'number' && Number.isNaN(value)) || Boolean(value);
}

/** The name of a value's type in messages. */
export function typeName(value: Value): string {
  if (value === undefined) return 'nil';
  if (value instanceof Struct) return value.typeName;
  if (value instanceof Dict) return value.absent === '' ? 'map[string]string' : 'map[string]interface {}';
  if (value instanceof SafeText) return 'template.HTML';
  if (typeof value === 'object') return '[]interface {}';
  return { boolean: 'bool', number: 'float64', bigint: 'int', string: 'string' }[
    typeof value as 'boolean' | 'number' | 'bigint' | 'string'
  ];
}

export function asText(value: Value): string | undefined {
  if (value instanceof SafeText) return value.text;
  return typeof value === 'string' ? value : undefined;
}
