import type { Attributes, AttributeValue } from '../../traces/span.ts';
import type { AnyValue, KeyValue } from '../schema/values.ts';
import type { Integer } from '../wire/message.ts';

/** Of a key that comes twice the last counts. No key can reach the object's prototype. */
export function readAttributes(list: readonly KeyValue[] | undefined): Attributes {
  if (list === undefined) return {};
  const attributes: Record<string, AttributeValue> = {};
  for (const { key = '', value } of list) setOwn(attributes, key, readValue(value));
  return attributes;
}

export function readValue(value: AnyValue | undefined): AttributeValue {
  if (value === undefined) return null;
  if (value.stringValue !== undefined) return value.stringValue;
  if (value.intValue !== undefined) return readInteger(value.intValue);
  if (value.boolValue !== undefined) return value.boolValue;
  if (value.doubleValue !== undefined) return readDouble(value.doubleValue);
  if (value.arrayValue !== undefined) return (value.arrayValue.values ?? []).map(readValue);
  if (value.kvlistValue !== undefined) return readAttributes(value.kvlistValue.values);
  return value.bytesValue === undefined ? null : value.bytesValue.toString('base64');
}

export function writeAttributes(attributes: Readonly<Record<string, unknown>>): KeyValue[] {
  return Object.entries(attributes).map(([key, value]) => ({ key, value: writeValue(value) }));
}

/** Of whatever JSON can hold; a whole number becomes an integer, for JSON does not tell the two apart. */
export function writeValue(value: unknown): AnyValue {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  if (typeof value === 'number') return Number.isSafeInteger(value) ? { intValue: value } : { doubleValue: value };
  if (typeof value === 'bigint') return { stringValue: String(value) };
  if (Array.isArray(value)) return { arrayValue: { values: value.map(writeValue) } };
  if (typeof value !== 'object' || value === null) return {};
  return { kvlistValue: { values: writeAttributes(value as Record<string, unknown>) } };
}

function readInteger(value: Integer): number | string {
  return typeof value === 'number' ? value : String(value);
}

/** JSON has no infinities. */
function readDouble(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}

function setOwn(into: Record<string, AttributeValue>, key: string, value: AttributeValue): void {
  if (key !== '__proto__') into[key] = value;
  else Object.defineProperty(into, key, { value, enumerable: true, configurable: true, writable: true });
}
