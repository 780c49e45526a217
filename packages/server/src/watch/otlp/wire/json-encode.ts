import type { Integer, Message, NamedField, ScalarKind } from './message.ts';

type Values = Readonly<Record<string, unknown>>;

/** OTLP's JSON: protobuf's, but ids are hexadecimal and enumerations are numbers. */
export function encodeJson<T extends object>(message: Message<T>, value: T): Buffer {
  return Buffer.from(JSON.stringify(toJson(message, value)));
}

export function toJson<T extends object>(message: Message<T>, value: T): Values {
  const out: Record<string, unknown> = {};
  for (const field of message.fields) {
    const content = (value as Values)[field.name];
    if (content === undefined) continue;
    out[field.name] = field.isList
      ? (content as readonly unknown[]).map((item) => itemToJson(field, item))
      : itemToJson(field, content);
  }
  return out;
}

function itemToJson({ kind, message }: NamedField, content: unknown): unknown {
  if (kind === 'message') return message === undefined ? {} : toJson(message(), content as object);
  return scalarToJson(kind, content);
}

function scalarToJson(kind: ScalarKind, content: unknown): unknown {
  switch (kind) {
    case 'time':
    case 'fixed64':
    case 'sfixed64':
    case 'int64':
    case 'uint64':
      return String(content as Integer);
    case 'double':
      return Number.isFinite(content) ? content : String(content);
    case 'bytes':
      return Buffer.from(content as Uint8Array).toString('base64');
    default:
      return content;
  }
}
