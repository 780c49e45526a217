import { suggest } from '@seaworthy/kit/config';
import type { Node } from 'yaml';
import { isMap, isScalar, isSeq } from 'yaml';
import { parseDuration } from './duration.ts';

const BOOLEANS = new Map([
  ...['true', 'yes', 'on'].map((word) => [word, true] as const),
  ...['false', 'no', 'off'].map((word) => [word, false] as const),
]);

/** What a value asks of the page that it stands on. */
export interface FieldPage {
  /** Where an anchor stands for something, that something. */
  resolve(node: unknown): unknown;
  plain(node: unknown): unknown;
  report(path: string, offset: number, message: string, fix: string): void;
}

/**
 * One value of a page with its place. Each reader gives undefined, after reporting it, when the value is of another
 * kind; so reading goes on, and every problem of a page is found at once.
 */
export class Field {
  readonly #node: unknown;

  constructor(
    private readonly page: FieldPage,
    node: unknown,
    readonly path: string,
    private readonly nearby: number,
  ) {
    this.#node = page.resolve(node);
  }

  get isNull(): boolean {
    return this.#node === null || this.#node === undefined || (isScalar(this.#node) && this.#node.value === null);
  }

  get offset(): number {
    return (this.#node as Node | null)?.range?.[0] ?? this.nearby;
  }

  report(message: string, fix: string): void {
    this.page.report(this.path, this.offset, message, fix);
  }

  plain(): unknown {
    return this.page.plain(this.#node);
  }

  /** Its members by name; those that are null count as not written. Names that are not `known` are reported. */
  mapping(known?: readonly string[]): ReadonlyMap<string, Field> {
    const members = new Map<string, Field>();
    if (this.isNull) return members;
    if (!isMap(this.#node)) {
      this.#isNo('a mapping', 'Write "name: value" pairs.');
      return members;
    }
    for (const pair of this.#node.items) this.#member(pair.key, pair.value, known, members);
    return members;
  }

  #member(key: unknown, value: unknown, known: readonly string[] | undefined, members: Map<string, Field>): void {
    const name = textOf(key) ?? '';
    const offset = (key as Node | null)?.range?.[0] ?? this.offset;
    const field = new Field(this.page, value, this.path === '' ? name : `${this.path}.${name}`, offset);
    const problem = wrongName(name, known, members);
    if (problem) this.page.report(field.path, offset, ...problem);
    else if (!field.isNull) members.set(name, field);
  }

  /** Its items; one that is null is an item too. */
  items(): readonly Field[] {
    if (this.isNull) return [];
    if (!isSeq(this.#node)) {
      this.#isNo('a list', 'Write one item a line, each after a "-", or [a, b].');
      return [];
    }
    const { offset } = this;
    return this.#node.items.map((item, index) => new Field(this.page, item, `${this.path}[${index}]`, offset));
  }

  text(): string | undefined {
    const text = textOf(this.#node);
    if (text === undefined) this.#isNo('a text', 'Write one value.');
    return text;
  }

  boolean(): boolean | undefined {
    const value = BOOLEANS.get(textOf(this.#node)?.toLowerCase() ?? '');
    if (value === undefined) this.#isNo('true or false', 'Write true or false.');
    return value;
  }

  durationMs(): number | undefined {
    const value = parseDuration(textOf(this.#node) ?? '');
    if (value === undefined) this.#isNo('a duration', 'Write a number and its unit, such as 30s, 5m, 4h or 1h30m.');
    return value;
  }

  #isNo(kind: string, fix: string): void {
    this.report(`is not ${kind}`, fix);
  }
}

function wrongName(
  name: string,
  known: readonly string[] | undefined,
  members: ReadonlyMap<string, unknown>,
): [message: string, fix: string] | undefined {
  if (name === '') return ['a name must be a text', 'Write it as one word, or in quotes.'];
  if (members.has(name)) return ['is written twice', 'Keep one of them.'];
  if (known === undefined || known.includes(name)) return undefined;
  const meant = suggest(name, known);
  return ['is not known here', meant === undefined ? `Remove it; known are ${known.join(', ')}.` : `Write ${meant}.`];
}

/** A number keeps the digits that were written. */
function textOf(node: unknown): string | undefined {
  if (!isScalar(node) || node.value === null) return undefined;
  return typeof node.value === 'string' ? node.value : (node.source ?? String(node.value));
}
