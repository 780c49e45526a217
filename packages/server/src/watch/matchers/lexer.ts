/** A mistake in the text of a matcher. */
export class MatcherSyntaxError extends Error {
  override readonly name = 'MatcherSyntaxError';
}

export type TokenKind = '{' | '}' | ',' | 'operator' | 'quoted' | 'word' | 'end';

export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  /** In characters of the whole text. */
  readonly start: number;
  readonly end: number;
}

const PATTERNS: readonly (readonly [TokenKind, RegExp])[] = [
  ['{', /\{/uy],
  ['}', /\}/uy],
  [',', /,/uy],
  ['operator', /=~|!~|!=|=/uy],
  ['quoted', /"(?:[^"\\]|\\.)*"/suy],
  ['word', /[^\s{}!=~,\\"'`]+/uy],
];
const SPACE = /\s*/uy;

/** The tokens of a matcher in the newer syntax, one after the other; after the last comes `end`, again and again. */
export class Lexer {
  #at = 0;
  #peeked: Token | undefined;
  readonly length: number;

  constructor(private readonly input: string) {
    this.length = [...input].length;
  }

  peek(): Token {
    this.#peeked ??= this.#scan();
    return this.#peeked;
  }

  next(): Token {
    const token = this.peek();
    this.#peeked = undefined;
    return token;
  }

  #scan(): Token {
    SPACE.lastIndex = this.#at;
    SPACE.test(this.input);
    this.#at = SPACE.lastIndex;
    const start = this.#column(this.#at);
    if (this.#at >= this.input.length) return { kind: 'end', text: '', start, end: start };
    for (const [kind, pattern] of PATTERNS) {
      pattern.lastIndex = this.#at;
      const text = pattern.exec(this.input)?.[0];
      if (text === undefined) continue;
      this.#at += text.length;
      return { kind, text, start, end: this.#column(this.#at) };
    }
    throw this.#failure(start);
  }

  #failure(start: number): MatcherSyntaxError {
    const rest = this.input.slice(this.#at);
    if (rest.startsWith('"')) return new MatcherSyntaxError(`${start}:${this.length}: ${rest}: missing end "`);
    const [character = ''] = rest;
    if (character === '!') return new MatcherSyntaxError(`${start}:${start + 1}: !: expected one of '=~'`);
    return new MatcherSyntaxError(`${start}:${start + 1}: ${character}: invalid input`);
  }

  #column(offset: number): number {
    return [...this.input.slice(0, offset)].length;
  }
}
