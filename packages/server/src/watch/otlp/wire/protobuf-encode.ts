import type { Integer, Message, NamedField, ScalarKind } from './message.ts';
import { ProtobufWriter } from './protobuf-writer.ts';

type Values = Readonly<Record<string, unknown>>;

/** Fields go out in the order of their table; what is absent does not. */
export function encodeProtobuf<T extends object>(message: Message<T>, value: T): Buffer {
  const writer = new ProtobufWriter();
  writeMessage(message, value as Values, writer);
  return writer.finish();
}

function writeMessage(message: Message<object>, value: Values, writer: ProtobufWriter): void {
  for (const field of message.fields) {
    const content = value[field.name];
    if (content === undefined) continue;
    if (!field.isList) writeOne(field, content, writer);
    else if (isPacked(field)) writePacked(field, content as readonly unknown[], writer);
    else for (const item of content as readonly unknown[]) writeOne(field, item, writer);
  }
}

function isPacked({ kind }: NamedField): boolean {
  return kind !== 'message' && kind !== 'text' && kind !== 'bytes' && kind !== 'id';
}

function writePacked({ number, kind }: NamedField, items: readonly unknown[], writer: ProtobufWriter): void {
  if (items.length === 0) return;
  writer.tag(number, 2);
  writer.block(() => {
    for (const item of items) writeScalar(kind as ScalarKind, item, writer);
  });
}

function writeOne(field: NamedField, content: unknown, writer: ProtobufWriter): void {
  const { number, kind, message } = field;
  if (kind !== 'message') {
    writer.tag(number, wireTypeOf(kind));
    writeScalar(kind, content, writer);
  } else if (message !== undefined) {
    writer.tag(number, 2);
    writer.block(() => writeMessage(message(), content as Values, writer));
  }
}

function wireTypeOf(kind: ScalarKind): number {
  if (kind === 'text' || kind === 'id' || kind === 'bytes') return 2;
  if (kind === 'time' || kind === 'fixed64' || kind === 'sfixed64' || kind === 'double') return 1;
  return kind === 'fixed32' ? 5 : 0;
}

function writeScalar(kind: ScalarKind, value: unknown, writer: ProtobufWriter): void {
  switch (kind) {
    case 'text':
      writer.text(value as string, 'utf8');
      break;
    case 'id':
      writer.text(value as string, 'hex');
      break;
    case 'bytes':
      writer.bytes(value as Uint8Array);
      break;
    case 'time':
    case 'fixed64':
    case 'sfixed64':
      writer.fixed64(value as Integer);
      break;
    case 'double':
      writer.double(value as number);
      break;
    case 'fixed32':
      writer.fixed32(value as number);
      break;
    case 'sint32':
      writer.sint32(value as number);
      break;
    case 'bool':
      writer.small(value === true ? 1 : 0);
      break;
    case 'int64':
    case 'uint64':
    case 'int32':
    case 'uint32':
      writer.varint(value as Integer);
      break;
  }
}
