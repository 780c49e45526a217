/** What a result is and how large, without anything of what it holds: `array of 3`, `text of 120 characters`. */
export function describeResult(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === 'string') return `text of ${value.length} characters`;
  if (typeof value !== 'object') return typeof value;
  if (Array.isArray(value)) return `array of ${value.length}`;
  if (value instanceof Map || value instanceof Set) return `${value.constructor.name} of ${value.size}`;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `${value.byteLength} bytes`;
  return `${value.constructor?.name ?? 'Object'} with ${Object.keys(value).length} fields`;
}
