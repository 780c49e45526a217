/** A 64-bit integer: a number as long as a double holds it exactly. */
export type Integer = number | bigint;

/** What each kind of field is once decoded, whichever encoding it came in. */
export interface Scalars {
  readonly text: string;
  /** Trace and span ids: bytes in protobuf, hexadecimal digits in OTLP's JSON; here lower-case digits. */
  readonly id: string;
  readonly bytes: Buffer;
  /** `fixed64` that counts nanoseconds since 1970: beyond what a double holds. */
  readonly time: bigint;
  readonly fixed64: Integer;
  readonly sfixed64: Integer;
  readonly int64: Integer;
  readonly uint64: Integer;
  readonly int32: number;
  readonly uint32: number;
  readonly sint32: number;
  readonly fixed32: number;
  readonly double: number;
  readonly bool: boolean;
}
export type ScalarKind = keyof Scalars;

/** One field as the .proto file has it; `T` is what it decodes to. */
export interface Field<T> {
  readonly number: number;
  readonly kind: ScalarKind | 'message';
  readonly isList: boolean;
  /** Of a field of kind `message`; a function, since values nest in values. */
  readonly message?: () => Message<object>;
  /** For the compiler alone. */
  readonly is?: T;
}

export interface NamedField extends Field<unknown> {
  /** As in JSON, and in the decoded object. */
  readonly name: string;
}

/** A message of the .proto files: what both encodings are read and written by. */
export interface Message<T extends object> {
  readonly fields: readonly NamedField[];
  /** By number; most are undefined. */
  readonly byNumber: readonly (NamedField | undefined)[];
  readonly byName: ReadonlyMap<string, NamedField>;
  readonly is?: T;
}

/** What a message decodes to: every field may be absent, which means its zero value. */
export type Decoded<M> = M extends Message<infer T> ? T : never;
type Shape<F> = { [K in keyof F]?: F[K] extends Field<infer T> ? T : never };

export function message<F extends Readonly<Record<string, Field<unknown>>>>(table: F): Message<Shape<F>> {
  const fields = Object.entries(table).map(([name, field]) => ({ ...field, name }));
  const byNumber: (NamedField | undefined)[] = Array(Math.max(...fields.map(({ number }) => number)) + 1).fill(
    undefined,
  );
  for (const field of fields) byNumber[field.number] = field;
  return { fields, byNumber, byName: new Map(fields.map((field) => [field.name, field])) };
}

export function scalar<K extends ScalarKind>(number: number, kind: K): Field<Scalars[K]> {
  return { number, kind, isList: false };
}

/** Numbers, one after the other. */
export function list<K extends ScalarKind>(number: number, kind: K): Field<Scalars[K][]> {
  return { number, kind, isList: true };
}

export function one<T extends object>(number: number, of: () => Message<T>): Field<T> {
  return { number, kind: 'message', isList: false, message: of };
}

export function many<T extends object>(number: number, of: () => Message<T>): Field<T[]> {
  return { number, kind: 'message', isList: true, message: of };
}
