import { ParseError } from '../ast/index.ts';
import { StringProblem, stringValue } from '../literals/index.ts';
import { Lexer } from './lexer.ts';
import type { Token } from './token.ts';
import { describe } from './token.ts';

/** How deep a query may nest: far beyond what people write, far below what exhausts the stack. */
export const DEEPEST_NESTING = 500;

/** A parser's place in a query: one token of look-ahead, and the ways to complain about it. */
export class Cursor {
  readonly #lexer: Lexer;
  #token: Token;
  #depth = 0;
  #context = '';

  constructor(readonly query: string) {
    this.#lexer = new Lexer(query);
    this.#token = this.#lexer.next();
  }

  get token(): Token {
    return this.#token;
  }

  /** Moves on and gives what was passed. */
  advance(): Token {
    const passed = this.#token;
    this.#token = this.#lexer.next();
    return passed;
  }

  isPunctuation(text: string): boolean {
    return this.#token.kind === 'punctuation' && this.#token.text === text;
  }

  isWord(text: string): boolean {
    return this.#token.kind === 'word' && this.#token.text === text;
  }

  /** Passes the character when it is there. */
  accept(text: string): Token | undefined {
    return this.isPunctuation(text) ? this.advance() : undefined;
  }

  /** Passes the character, or complains about what is there instead. */
  expect(text: string, context = this.#context, expected = ''): Token {
    return this.accept(text) ?? this.unexpected(context, expected);
  }

  stringValue(token: Token): string {
    try {
      return stringValue(token.text);
    } catch (error) {
      if (error instanceof StringProblem) this.fail(token.start, error.message);
      throw error;
    }
  }

  /** Runs one level deeper; refuses what nests too deeply. */
  nested<T>(parse: () => T): T {
    if (++this.#depth > DEEPEST_NESTING) this.fail(this.#token.start, 'expression nests too deeply');
    const result = parse();
    this.#depth--;
    return result;
  }

  /** Runs with a context for complaints that have none of their own. */
  within<T>(context: string, parse: () => T): T {
    const outer = this.#context;
    this.#context = context;
    const result = parse();
    this.#context = outer;
    return result;
  }

  unexpected(context = this.#context, expected = ''): never {
    const where = context && ` in ${context}`;
    const instead = expected && `, expected ${expected}`;
    const { start, end } = this.#token;
    return this.fail(start, `unexpected ${describe(this.#token, this.query.slice(start, end))}${where}${instead}`);
  }

  fail(offset: number, reason: string): never {
    throw new ParseError(this.query, offset, reason);
  }
}
