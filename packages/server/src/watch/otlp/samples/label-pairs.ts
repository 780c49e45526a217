import type { Attributes, AttributeValue } from '../../traces/span.ts';

/** A label's name: whatever is no letter, digit or underscore becomes one; `key` stands before what must not begin so. */
export function labelName(key: string): string {
  const name = key.replace(/[^a-zA-Z0-9_]/g, '_');
  if (/^\d/.test(name)) return `key_${name}`;
  return /^_(?!_)/.test(name) ? `key${name}` : name;
}

/** Attributes whose keys become one name share the label, in the order of their keys. */
export function labelPairs(attributes: Attributes): Map<string, string> {
  const pairs = new Map<string, string>();
  for (const key of Object.keys(attributes).sort()) {
    const name = labelName(key);
    if (name === '') continue;
    const text = labelText(attributes[key] ?? null);
    const known = pairs.get(name);
    pairs.set(name, known === undefined ? text : `${known};${text}`);
  }
  return pairs;
}

function labelText(value: AttributeValue): string {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
