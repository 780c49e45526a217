/** The messages of PostgreSQL's protocol 3.0 that a ping needs (documentation, chapter "Message Formats"). */
import type { Wire } from './socket.ts';

export interface Message {
  readonly type: string;
  readonly body: Buffer;
}

const protocolVersion = 196_608;
/** Nothing that answers a ping is longer; what is was sent by something else. */
const longestBody = 1 << 20;

export function startup(parameters: Readonly<Record<string, string>>): Buffer {
  const version = Buffer.alloc(4);
  version.writeUInt32BE(protocolVersion);
  const pairs = Object.entries(parameters).flatMap(([name, value]) => [cString(name), cString(value)]);
  return withLength(Buffer.concat([version, ...pairs, Buffer.alloc(1)]));
}

export function message(type: string, ...parts: readonly Buffer[]): Buffer {
  return Buffer.concat([Buffer.from(type), withLength(Buffer.concat(parts))]);
}

export function cString(text: string): Buffer {
  if (text.includes('\0')) throw new Error('a name or password with a zero byte');
  return Buffer.from(`${text}\0`);
}

export function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

export async function readMessage(wire: Wire): Promise<Message> {
  const head = await wire.read(5);
  const type = head.toString('latin1', 0, 1);
  const length = head.readUInt32BE(1) - 4;
  if (!/[A-Za-z]/.test(type) || length < 0 || length > longestBody) throw new Error('it speaks another protocol');
  return { type, body: await wire.read(length) };
}

/** An ErrorResponse: fields of one letter and a zero-terminated text. `C` is the SQLSTATE, `M` the message. */
export function errorOf({ body }: Message): Error {
  const fields = new Map(
    body
      .toString('utf8')
      .split('\0')
      .map((field) => [field.slice(0, 1), field.slice(1)]),
  );
  return new Error(`${fields.get('M') ?? 'an error'} (${fields.get('C') ?? 'no code'})`);
}

function withLength(body: Buffer): Buffer {
  return Buffer.concat([int32(body.length + 4), body]);
}
