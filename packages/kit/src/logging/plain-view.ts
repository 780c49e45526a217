import { describeError } from './exception.ts';

/** What JSON would make of an object that is more than its own fields. */
export function plainView(value: object): unknown {
  const prototype: unknown = Object.getPrototypeOf(value);
  if ((prototype === Object.prototype || prototype === null) && !('toJSON' in value)) return value;
  if (value instanceof Error) return describeError(value);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [textOfKey(key), item]));
  if (value instanceof Set) return [...value];
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON === 'function') return toJSON.call(value);
  return isListOfPairs(value) ? Object.fromEntries(value.entries()) : value;
}

function textOfKey(key: unknown): string {
  return typeof key === 'object' && key !== null ? '[object]' : String(key);
}

/** Looked at by name: to touch the globals `Headers` and `FormData` loads all that stands behind `fetch`. */
function isListOfPairs(value: object): value is { entries(): Iterable<readonly [string, unknown]> } {
  return ['Headers', 'URLSearchParams', 'FormData'].includes(value.constructor?.name) && 'entries' in value;
}
