const escaped: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

/** JSON as Go's encoder writes it, to the byte: receivers that sign or compare bodies see what Alertmanager sends. */
export function goJson(value: unknown): string {
  return `${JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (character) => escaped[character] ?? character)}\n`;
}

/** Go writes maps in the order of their keys. */
export function goMap<V>(map: Readonly<Record<string, V>>): Record<string, V> {
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** RFC 3339 with as many digits as needed; null is Go's zero time. */
export function goTime(ms: number | null): string {
  if (ms === null) return '0001-01-01T00:00:00Z';
  return new Date(ms).toISOString().replace(/\.?0*Z$/, 'Z');
}

/** Leaves out what Go's `omitempty` does: what is empty, zero or false. */
export function omitEmpty<T extends object>(record: T): Partial<T> {
  const isEmpty = (value: unknown) =>
    value === undefined ||
    value === '' ||
    value === 0 ||
    value === false ||
    (Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(record).filter(([, value]) => !isEmpty(value))) as Partial<T>;
}
