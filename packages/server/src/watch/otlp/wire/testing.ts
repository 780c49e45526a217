import fc from 'fast-check';
import type { Message, NamedField, ScalarKind } from './message.ts';

/** Any message of that shape, nested a few levels; absent fields are absent. */
export function anyMessage<T extends object>(message: Message<T>, depth = 0): fc.Arbitrary<T> {
  const fields = message.fields.filter(({ kind }) => kind !== 'message' || depth < 7);
  const record = Object.fromEntries(fields.map((field) => [field.name, anyContent(field, depth)]));
  return fc.record(record, { requiredKeys: [] }) as fc.Arbitrary<T>;
}

function anyContent(field: NamedField, depth: number): fc.Arbitrary<unknown> {
  const { kind, isList, message } = field;
  const item =
    kind === 'message' && message !== undefined
      ? fc.constant(null).chain(() => anyMessage(message(), depth + 1))
      : scalars[kind as ScalarKind];
  return isList ? fc.array(item, { minLength: 1, maxLength: depth < 3 ? 3 : 2 }) : item;
}

const asInteger = (value: bigint) => (Number.isSafeInteger(Number(value)) ? Number(value) : value);
const unsigned = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const signed = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const mixed = (arbitrary: fc.Arbitrary<bigint>) =>
  fc.oneof(fc.integer({ min: 0, max: 300 }), fc.nat(), arbitrary.map(asInteger));

const scalars: Readonly<Record<ScalarKind, fc.Arbitrary<unknown>>> = {
  text: fc.string({ unit: 'grapheme', maxLength: 200 }),
  id: fc.uint8Array({ maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('hex')),
  bytes: fc.uint8Array({ maxLength: 20 }).map((bytes) => Buffer.from(bytes)),
  time: unsigned,
  fixed64: mixed(unsigned),
  uint64: mixed(unsigned),
  sfixed64: mixed(signed),
  int64: mixed(signed),
  int32: fc.integer(),
  sint32: fc.integer(),
  uint32: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  fixed32: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  double: fc.double().filter((value) => !Object.is(value, -0)),
  bool: fc.boolean(),
};
