import { isSensitiveKey } from '../redaction/sensitive-key.ts';
import { redacted, redactText } from '../redaction/sensitive-text.ts';

export interface RedactOptions {
  /** Tells of further places that hold secrets, such as those which the schema marks. */
  readonly isSecretPath?: (path: string) => boolean;
  /** A number as people write it there, with its unit: `30s` for 30000. */
  readonly print?: (value: number, path: string) => unknown;
}

/**
 * A copy that may be printed. What stands under a sensitive key is hidden whole, with all that is nested in it; in all
 * other texts only the secrets inside them are. Flags, null and the empty text stay: they tell whether a secret is set.
 */
export function redact(value: unknown, options: RedactOptions = {}): unknown {
  return redactAt(value, '', false, options);
}

function redactAt(value: unknown, path: string, secret: boolean, options: RedactOptions): unknown {
  const hide = secret || options.isSecretPath?.(path) === true;
  if (Array.isArray(value)) {
    return value.map((item, index) => redactAt(item, join(path, String(index)), hide, options));
  }
  if (isPlainObject(value)) {
    const entries = Object.entries(value).map(([key, item]) => {
      const within = hide || isSensitiveKey(key);
      return [key, redactAt(item, join(path, key), within, options)];
    });
    return Object.fromEntries(entries);
  }
  if (typeof value === 'number' && !hide && options.print) return options.print(value, path);
  return redactLeaf(value, hide);
}

function redactLeaf(value: unknown, hide: boolean): unknown {
  if (value === null || value === undefined || value === '' || typeof value === 'boolean') return value;
  if (hide) return redacted;
  return typeof value === 'string' ? redactText(value) : value;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}
