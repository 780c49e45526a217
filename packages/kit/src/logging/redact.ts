import { redacted, redactText } from '../redaction/sensitive-text.ts';
import { plainView } from './plain-view.ts';
import { sensitiveNames } from './sensitive-names.ts';

/** Takes secrets out of what is about to be written. Gives back the very same value when there was nothing to take out. */
export interface Redactor {
  text(text: string): string;
  field(name: string, value: unknown): unknown;
  value(value: unknown): unknown;
}

const deepest = 12;
/** What one value may consist of; an object that holds half of the program is no field of a line. */
const mostParts = 5000;
const headerNames =
  /^(?:proxy-)?authorization$|^(?:set-)?cookie$|^x-(?:api-key|auth-token)$|^--?[\w-]*(?:password|token|secret|key)$/i;

/** Hides what stands under a sensitive name, whatever it is, and the secrets inside of all other text. */
export function createRedactor(extraNames: readonly string[] = []): Redactor {
  const isSensitive = sensitiveNames(extraNames);
  return {
    text: redactText,
    field: (name, value) => (isScalar(value) ? scalar(name, value) : new Walk(isSensitive).field(name, value)),
    value: (value) => (typeof value === 'string' ? redactText(value) : new Walk(isSensitive).value(value)),
  };

  /** Most fields are one number or one text, and need no walk. */
  function scalar(name: string, value: unknown): unknown {
    if (isSensitive(name) && !tellsNothing(value)) return isCount(name, value) ? value : redacted;
    return typeof value === 'string' ? redactText(value) : value;
  }
}

function isScalar(value: unknown): boolean {
  return (typeof value !== 'object' && typeof value !== 'bigint') || value === null;
}

/** One way through one value. */
class Walk {
  readonly #isSensitive: (name: string) => boolean;
  readonly #path: unknown[] = [];
  #parts = 0;

  constructor(isSensitive: (name: string) => boolean) {
    this.#isSensitive = isSensitive;
  }

  field(name: string, value: unknown): unknown {
    if (!this.#isSensitive(name) || tellsNothing(value) || isCount(name, value)) return this.value(value);
    return redacted;
  }

  value(value: unknown): unknown {
    if (typeof value === 'string') return redactText(value);
    if (typeof value !== 'object' || value === null) return typeof value === 'bigint' ? String(value) : value;
    if (value instanceof Date) return value;
    if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return `[${value.byteLength} bytes]`;
    if (this.#path.includes(value)) return '[circular]';
    if (this.#path.length >= deepest) return '[too deep]';
    return this.#inside(value);
  }

  #inside(value: object): unknown {
    this.#path.push(value);
    try {
      return Array.isArray(value) ? this.#array(value) : this.#object(value, plainView(value));
    } finally {
      this.#path.pop();
    }
  }

  #array(items: readonly unknown[]): unknown {
    let changed: unknown[] | undefined;
    const isPair = items.length === 2 && typeof items[0] === 'string' && this.#isSensitive(items[0]);
    for (const [index, item] of items.entries()) {
      if (this.#isTooMuch()) return [...(changed ?? items.slice(0, index)), '[more]'];
      const isNamed = isNamedBy(items[index - 1], item) || (isPair && index === 1 && !this.#isName(item));
      const clean = isNamed ? redacted : this.value(item);
      if (clean !== item) changed ??= items.slice(0, index);
      changed?.push(clean);
    }
    return changed ?? items;
  }

  #object(original: object, view: unknown): unknown {
    if (typeof view !== 'object' || view === null || Array.isArray(view)) return this.value(view);
    const pairName = nameOfPair(view);
    let isSame = view === original;
    const walked: Record<string, unknown> = {};
    for (const name of Object.keys(view)) {
      if (this.#isTooMuch()) return { ...walked, '[more]': true };
      const item = (view as Record<string, unknown>)[name];
      const clean = this.field(name === 'value' && pairName !== undefined ? pairName : name, item);
      const cleanName = redactText(name);
      isSame &&= clean === item && cleanName === name && typeof item !== 'function';
      if (typeof item !== 'function') setOwn(walked, cleanName, clean);
    }
    return isSame ? original : walked;
  }

  /** Two names beside one another are a list of names; a name and something else, an entry of an object. */
  #isName(item: unknown): boolean {
    return tellsNothing(item) || (typeof item === 'string' && this.#isSensitive(item));
  }

  #isTooMuch(): boolean {
    this.#parts += 1;
    return this.#parts > mostParts;
  }
}

/** `__proto__` as a plain name, as JSON has it. */
function setOwn(object: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') Object.defineProperty(object, name, { value, enumerable: true });
  else object[name] = value;
}

/** Whether a secret is set may be told; and there is none to hide in these. */
function tellsNothing(value: unknown): boolean {
  return value === null || value === undefined || value === '' || typeof value === 'boolean';
}

/** `tokens: 512` tells how many. */
function isCount(name: string, value: unknown): boolean {
  return typeof value === 'number' && /(?:token|cookie|secret|password|credential)s$/i.test(name);
}

/** In lists such as a request's raw headers and a program's arguments, the name stands before the value. */
function isNamedBy(before: unknown, item: unknown): boolean {
  return typeof before === 'string' && typeof item === 'string' && headerNames.test(before);
}

/** Headers are also written as `{name: 'cookie', value: '...'}`; the name that belongs to the value. */
function nameOfPair(value: object): string | undefined {
  if (!('value' in value)) return undefined;
  const { name, key } = value as { name?: unknown; key?: unknown };
  const found = name ?? key;
  return typeof found === 'string' ? found : undefined;
}
