import { Budget } from './budget.ts';
import { DecodeError, malformed } from './decode-error.ts';
import { jsonScalar } from './json-scalar.ts';
import type { Message, NamedField } from './message.ts';

type Values = Record<string, unknown>;

/** An attribute is two messages, and in JSON two objects with three keys. */
const MARKS_OF_A_MESSAGE = 3;
const [OPEN_OBJECT, OPEN_LIST, COLON] = [0x7b, 0x5b, 0x3a];

/** Throws DecodeError, and nothing else, for whatever is no such message. Unknown keys are passed over. */
export function decodeJson<T extends object>(message: Message<T>, bytes: Buffer, mostMessages: number): T {
  refuseSwarm(bytes, mostMessages);
  return fromJson(message, parse(bytes), new Budget(mostMessages), 0, '') as T;
}

function fromJson(message: Message<object>, json: unknown, budget: Budget, depth: number, place: string): Values {
  budget.spend(depth);
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    throw malformed(`${place || 'it'} is no object`);
  const into: Values = {};
  for (const key of Object.keys(json)) {
    const field = message.byName.get(key);
    if (field === undefined) continue;
    const value = (json as Values)[key];
    // Protobuf's JSON: null is the same as absent.
    if (value === null) continue;
    into[key] = field.isList ? listFrom(field, value, budget, depth) : itemFrom(field, value, budget, depth);
  }
  return into;
}

function listFrom(field: NamedField, json: unknown, budget: Budget, depth: number): unknown[] {
  if (!Array.isArray(json)) throw malformed(`${field.name} is no list`);
  return json.map((item) => itemFrom(field, item, budget, depth));
}

function itemFrom(field: NamedField, json: unknown, budget: Budget, depth: number): unknown {
  const { kind, name, message } = field;
  if (kind !== 'message') return jsonScalar(kind, json, name);
  return message === undefined ? {} : fromJson(message(), json, budget, depth + 1, name);
}

/** Asked before the text is parsed: what it becomes in memory is bounded by the objects, lists and keys that it holds. */
function refuseSwarm(bytes: Buffer, most: number): void {
  const limit = most * MARKS_OF_A_MESSAGE;
  let count = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === OPEN_OBJECT || byte === OPEN_LIST || byte === COLON) count++;
  }
  if (count > limit) throw new DecodeError('too_large', `it holds more than ${limit} objects, lists and keys`);
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (error) {
    throw malformed(`it is no JSON: ${error instanceof Error ? error.message : 'unreadable'}`);
  }
}
