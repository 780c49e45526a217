import { Budget } from './budget.ts';
import { malformed } from './decode-error.ts';
import type { Message, NamedField, ScalarKind } from './message.ts';
import { ProtobufReader } from './protobuf-reader.ts';

type Values = Record<string, unknown>;

/** Throws DecodeError, and nothing else, for whatever is no such message. Unknown fields are passed over. */
export function decodeProtobuf<T extends object>(message: Message<T>, bytes: Buffer, mostMessages: number): T {
  const reader = new ProtobufReader(bytes);
  const into: Values = {};
  readMessage(message, reader, new Budget(mostMessages), 0, into);
  return into as T;
}

function readMessage(message: Message<object>, reader: ProtobufReader, budget: Budget, depth: number, into: Values) {
  budget.spend(depth);
  while (reader.at < reader.end) {
    const tag = reader.small();
    const wireType = tag & 7;
    const number = tag >>> 3;
    if (number === 0) throw malformed(`byte ${reader.at - 1} is no field`);
    const field = message.byNumber[number];
    if (field === undefined) reader.skipField(wireType);
    else readField(field, wireType, reader, budget, depth, into);
  }
}

function readField(
  field: NamedField,
  wireType: number,
  reader: ProtobufReader,
  budget: Budget,
  depth: number,
  into: Values,
): void {
  const { kind, name, isList, message } = field;
  if (kind === 'message') {
    if (wireType !== 2 || message === undefined) reader.skipField(wireType);
    else readNested(field, message(), reader, budget, depth + 1, into);
  } else if (wireType === wireTypes[kind]) {
    const value = readScalar(kind, reader);
    if (isList) append(into, name, value);
    else into[name] = value;
  } else if (isList && wireType === 2) {
    const outer = enter(reader);
    while (reader.at < reader.end) append(into, name, readScalar(kind, reader));
    reader.end = outer;
  } else reader.skipField(wireType);
}

function readNested(
  { name, isList }: NamedField,
  message: Message<object>,
  reader: ProtobufReader,
  budget: Budget,
  depth: number,
  into: Values,
): void {
  // A message that comes twice is merged, as protobuf has it.
  const value: Values = isList ? {} : ((into[name] as Values | undefined) ?? {});
  const outer = enter(reader);
  readMessage(message, reader, budget, depth, value);
  reader.end = outer;
  if (isList) append(into, name, value);
  else into[name] = value;
}

/** Goes on within the next length; returns where what is around it ends. */
function enter(reader: ProtobufReader): number {
  const length = reader.small();
  const outer = reader.end;
  const start = reader.skip(length);
  reader.at = start;
  reader.end = start + length;
  return outer;
}

function append(into: Values, name: string, value: unknown): void {
  const known = into[name] as unknown[] | undefined;
  if (known === undefined) into[name] = [value];
  else known.push(value);
}

const wireTypes: Readonly<Record<ScalarKind, number>> = {
  text: 2,
  id: 2,
  bytes: 2,
  time: 1,
  fixed64: 1,
  sfixed64: 1,
  double: 1,
  fixed32: 5,
  int64: 0,
  uint64: 0,
  int32: 0,
  uint32: 0,
  sint32: 0,
  bool: 0,
};

function readScalar(kind: ScalarKind, reader: ProtobufReader): unknown {
  switch (kind) {
    case 'text':
      return textOf(reader, 'utf8');
    case 'id':
      return textOf(reader, 'hex');
    case 'bytes': {
      const start = reader.skip(reader.small());
      // A copy: a few bytes must not keep the whole body in memory.
      return Buffer.from(reader.bytes.subarray(start, reader.at));
    }
    case 'int64':
      return reader.signed64();
    case 'uint64':
      return reader.unsigned64();
    default:
      return reader[kind]();
  }
}

function textOf(reader: ProtobufReader, encoding: 'utf8' | 'hex'): string {
  const start = reader.skip(reader.small());
  return reader.bytes.toString(encoding, start, reader.at);
}
