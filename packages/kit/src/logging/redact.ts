import { redacted, redactText } from '../redaction/sensitive-text.ts';
import { describeError } from './exception.ts';
import { sensitiveNames } from './sensitive-names.ts';

/** Takes secrets out of what is about to be written. Gives back the very same value when there was nothing to take out. */
export interface Redactor {
  text(text: string): string;
  field(name: string, value: unknown): unknown;
  value(value: unknown): unknown;
}

const deepest = 12;
const headerNames =
  /^(?:proxy-)?authorization$|^(?:set-)?cookie$|^x-(?:api-key|auth-token)$|^--?[\w-]*(?:password|token|secret|key)$/i;

/** Hides what stands under a sensitive name, whatever it is, and the secrets inside of all other text. */
export function createRedactor(extraNames: readonly string[] = []): Redactor {
  const isSensitive = sensitiveNames(extraNames);

  function field(name: string, value: unknown, depth = 0, above: readonly unknown[] = []): unknown {
    if (!isSensitive(name) || tellsNothing(value)) return walk(value, depth, above);
    return redacted;
  }

  function walk(value: unknown, depth: number, above: readonly unknown[]): unknown {
    if (typeof value === 'string') return redactText(value);
    if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? String(value) : value;
    if (value instanceof Date) return value;
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
    if (above.includes(value)) return '[circular]';
    if (depth >= deepest) return '[too deep]';
    const path = [...above, value];
    if (Array.isArray(value)) return walkArray(value, depth, path);
    return walkObject(plainView(value), depth, path);
  }

  function walkArray(items: readonly unknown[], depth: number, path: readonly unknown[]): unknown {
    let isSame = true;
    const walked = items.map((item, index) => {
      const before = items[index - 1];
      const isNamed = typeof before === 'string' && typeof item === 'string' && headerNames.test(before);
      const clean = isNamed ? redacted : walk(item, depth + 1, path);
      isSame &&= clean === item;
      return clean;
    });
    return isSame ? items : walked;
  }

  function walkObject(value: unknown, depth: number, path: readonly unknown[]): unknown {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return walk(value, depth + 1, path);
    const pairName = nameOfPair(value);
    let isSame = value === path.at(-1);
    const walked: Record<string, unknown> = {};
    for (const [name, item] of Object.entries(value)) {
      const clean = field(name === 'value' && pairName !== undefined ? pairName : name, item, depth + 1, path);
      isSame &&= clean === item;
      walked[name] = clean;
    }
    return isSame ? value : walked;
  }

  return { text: redactText, field, value: (value) => walk(value, 0, []) };
}

/** Whether a secret is set may be told; and there is none to hide in these. */
function tellsNothing(value: unknown): boolean {
  return value === null || value === undefined || value === '' || typeof value === 'boolean';
}

/** What JSON would make of an object that is more than its own fields. */
function plainView(value: object): unknown {
  if (value instanceof Error) return describeError(value);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [String(key), item]));
  if (value instanceof Set) return [...value];
  const { toJSON } = value as { toJSON?: unknown };
  return typeof toJSON === 'function' ? toJSON.call(value) : value;
}

/** Headers are also written as `{name: 'cookie', value: '...'}`; the name that belongs to the value. */
function nameOfPair(value: object): string | undefined {
  const { name, key } = value as { name?: unknown; key?: unknown };
  const found = name ?? key;
  return typeof found === 'string' && 'value' in value ? found : undefined;
}
