import type { Token } from './lexer.ts';
import { lex, lineOf } from './lexer.ts';
import { TemplateError } from './template-error.ts';

/** The tokens of a template, read one after the other. */
export class TokenCursor {
  readonly #tokens: readonly Token[];
  #at = 0;

  constructor(
    private readonly name: string,
    private readonly source: string,
  ) {
    this.#tokens = lex(name, source);
  }

  get length(): number {
    return this.source.length;
  }

  /** The token that was read last. */
  get last(): Token | undefined {
    return this.#tokens[this.#at - 1];
  }

  peek(ahead = 0): Token | undefined {
    return this.#tokens[this.#at + ahead];
  }

  skip(count: number): void {
    this.#at += count;
  }

  close(context: string): void {
    const token = this.next();
    if (token?.kind !== 'close') throw this.unexpected(token, context);
  }

  next(): Token | undefined {
    return this.#tokens[this.#at++];
  }

  unexpected(token: Token | undefined, context: string): TemplateError {
    if (!token) return this.error('unexpected EOF');
    return this.error(`unexpected <${token.kind === 'field' ? '.' : ''}${token.text}> in ${context}`);
  }

  error(reason: string): TemplateError {
    const token = this.#tokens[Math.min(this.#at, this.#tokens.length) - 1];
    return TemplateError.at(this.name, lineOf(this.source, token?.start ?? this.source.length), reason);
  }
}
