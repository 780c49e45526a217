/**
 * JSON in one form only: names sorted by UTF-16 code units, no blanks, numbers and texts as ECMAScript writes them
 * (RFC 8785). What JSON cannot hold is left out, as `JSON.stringify` does.
 */
export function canonicalJson(value: unknown): string {
  return encode(value) ?? 'null';
}

function encode(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) {
    return typeof value === 'bigint' ? `"${value}"` : JSON.stringify(value);
  }
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON === 'function') return encode(toJSON.call(value));
  if (Array.isArray(value)) return `[${value.map((item) => encode(item) ?? 'null').join(',')}]`;
  const fields = Object.entries(value)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([name, item]) => {
      const text = encode(item);
      return text === undefined ? [] : [`${JSON.stringify(name)}:${text}`];
    });
  return `{${fields.join(',')}}`;
}
