import type { Value } from './value.ts';
import { asText, Struct, typeName } from './value.ts';

/** Reads the arguments of a function one by one; each throws what is wrong with it. */
export class Arguments {
  #at = 0;

  constructor(
    private readonly name: string,
    private readonly values: readonly Value[],
    count: number,
  ) {
    if (values.length === count) return;
    throw new Error(`wrong number of args for ${name}: want ${count} got ${values.length}`);
  }

  any(): Value {
    return this.values[this.#at++];
  }

  text(): string {
    const value = this.any();
    const text = asText(value);
    if (text === undefined) throw this.#wrong('string', value);
    return text;
  }

  /** A float, an int, or a text that holds a number. */
  number(): number {
    const value = this.any();
    if (typeof value === 'number') return value;
    if (typeof value === 'bigint') return Number(value);
    const text = asText(value);
    if (text === undefined) throw new Error(`can't convert ${typeName(value)} to float`);
    const number = numberIn(text);
    if (number === undefined) throw new Error(`strconv.ParseFloat: parsing ${JSON.stringify(text)}: invalid syntax`);
    return number;
  }

  list(): readonly Value[] {
    const value = this.any();
    if (!Array.isArray(value)) throw this.#wrong('list', value);
    return value;
  }

  struct(type: string): Struct {
    const value = this.any();
    if (!(value instanceof Struct) || value.typeName !== type) throw this.#wrong(type, value);
    return value;
  }

  #wrong(wanted: string, value: Value): Error {
    return new Error(`wrong type for value of ${this.name}; expected ${wanted}; got ${typeName(value)}`);
  }
}

function numberIn(text: string): number | undefined {
  if (/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text)) return Number(text);
  if (/^\+?inf(inity)?$/i.test(text)) return Infinity;
  if (/^-inf(inity)?$/i.test(text)) return -Infinity;
  return /^nan$/i.test(text) ? Number.NaN : undefined;
}
