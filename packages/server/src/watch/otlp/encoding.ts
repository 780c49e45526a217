import { decodeJson } from './wire/json-decode.ts';
import { encodeJson } from './wire/json-encode.ts';
import type { Message } from './wire/message.ts';
import { decodeProtobuf } from './wire/protobuf-decode.ts';
import { encodeProtobuf } from './wire/protobuf-encode.ts';

export type Encoding = 'protobuf' | 'json';

export const contentTypes = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
} as const satisfies Record<Encoding, string>;

/** Undefined for any other type; parameters such as a charset are passed over. */
export function encodingOf(contentType: string): Encoding | undefined {
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase();
  return type === contentTypes.protobuf ? 'protobuf' : type === contentTypes.json ? 'json' : undefined;
}

/** `mostMessages` bounds what the body becomes in memory. Throws DecodeError, and nothing else. */
export function decode<T extends object>(
  encoding: Encoding,
  message: Message<T>,
  body: Buffer,
  mostMessages: number,
): T {
  return (encoding === 'json' ? decodeJson : decodeProtobuf)(message, body, mostMessages);
}

export function encode<T extends object>(encoding: Encoding, message: Message<T>, value: T): Buffer {
  return (encoding === 'json' ? encodeJson : encodeProtobuf)(message, value);
}
