import { formatG } from './float-format.ts';
import type { Value } from './value.ts';
import { Dict, SafeText, Struct } from './value.ts';

/** A value as Go's `%v` writes it. */
export function print(value: Value): string {
  if (value === undefined) return '<nil>';
  if (typeof value === 'number') return formatG(value);
  if (typeof value !== 'object') return String(value);
  if (value instanceof SafeText) return value.text;
  if (value instanceof Dict) return `map[${value.sorted.map(([key, each]) => `${key}:${print(each)}`).join(' ')}]`;
  if (value instanceof Struct) return value.text ?? `{${Object.values(value.fields).map(print).join(' ')}}`;
  return `[${value.map(print).join(' ')}]`;
}

/** What an action puts out: as `%v`, save that no value has a text of its own. */
export function printAction(value: Value): string {
  return value === undefined ? '<no value>' : print(value);
}

/** As fmt.Sprint: a space between two values of which neither is a text. */
export function sprint(values: readonly Value[]): string {
  return values
    .map((value, index) => {
      const before = values[index - 1];
      const isSpaced = index > 0 && typeof before !== 'string' && typeof value !== 'string';
      return (isSpaced ? ' ' : '') + print(value);
    })
    .join('');
}
