import { ParseError } from '../ast/index.ts';
import { isAlpha, isDigit, quotedCharacter, StringProblem, stringEnd } from '../literals/index.ts';
import { scanNumber } from './lex-number.ts';
import { metricNameEnd, nameEnd, skipSpace } from './lex-space.ts';
import type { Token, TokenKind } from './token.ts';
import { wordToken } from './token.ts';

const OPERATORS = new Set(['+', '-', '*', '/', '%', '^', '<', '>']);
const TWO_CHARACTERS = new Set(['==', '!=', '<=', '>=']);
const IN_BRACKETS = new Set(['+', '-', '*', '/', '%', '^', '(', ')', ':', ',']);
const MATCH_OPERATORS = new Set(['=~', '!=', '!~']);

/** Gives a query's tokens one by one. What a character means depends on the braces or brackets it stands in. */
export class Lexer {
  #at = 0;
  #inBraces = false;
  #inBrackets = false;
  #openParens = 0;

  constructor(readonly query: string) {}

  next(): Token {
    this.#at = skipSpace(this.query, this.#at);
    if (this.#at >= this.query.length) return this.#end();
    if (this.#inBraces) return this.#inBracesToken();
    return this.#inBrackets ? this.#inBracketsToken() : this.#token();
  }

  #token(): Token {
    const code = this.query.charCodeAt(this.#at);
    if (isAlpha(code) || code === 0x3a) return this.#word();
    if (isDigit(code) || (code === 0x2e && isDigit(this.query.charCodeAt(this.#at + 1)))) return this.#number();
    const character = this.#character;
    if (TWO_CHARACTERS.has(this.#pair)) return this.#take('operator', 2);
    if (OPERATORS.has(character)) return this.#take('operator', 1);
    if ('"\'`'.includes(character)) return this.#string();
    return this.#punctuation(character);
  }

  #punctuation(character: string): Token {
    switch (character) {
      case '=':
        if (this.#pair === '=~') this.#fail(`unexpected character after '=': '~'`);
        break;
      case '!':
        return this.#failAfterBang('');
      case '(':
        this.#openParens++;
        break;
      case ')':
        if (this.#openParens-- === 0) this.#fail(`unexpected right parenthesis ')'`, this.#at + 1);
        break;
      case '{':
        this.#inBraces = true;
        break;
      case '[':
        this.#inBrackets = true;
        break;
      case ']':
        return this.#fail(`unexpected right bracket ']'`);
      case ',':
      case '@':
        break;
      default:
        return this.#failAtCharacter('unexpected character');
    }
    return this.#take('punctuation', 1);
  }

  #inBracesToken(): Token {
    const character = this.#character;
    if (isAlpha(this.query.charCodeAt(this.#at))) return this.#plainName();
    if ('"\'`'.includes(character)) return this.#string();
    if (MATCH_OPERATORS.has(this.#pair)) return this.#take('operator', 2);
    if (character === '!') return this.#failAfterBang(' inside braces');
    if (character === '{') this.#fail(`unexpected left brace '{'`);
    if (character === '}') this.#inBraces = false;
    if (character === '}' || character === ',' || character === '=') return this.#take('punctuation', 1);
    return this.#failAtCharacter('unexpected character inside braces');
  }

  #inBracketsToken(): Token {
    const code = this.query.charCodeAt(this.#at);
    if (isDigit(code) || code === 0x2e) return this.#number();
    const character = this.#character;
    if (character === ']') this.#inBrackets = false;
    if (character === ']' || IN_BRACKETS.has(character)) return this.#take('punctuation', 1);
    return isAlpha(code) ? this.#plainName() : this.#failAtCharacter('unexpected character in duration expression');
  }

  #word(): Token {
    const start = this.#at;
    this.#at = metricNameEnd(this.query, start);
    return wordToken(this.query.slice(start, this.#at), start);
  }

  /** A word that is never a keyword. */
  #plainName(): Token {
    return this.#take('name', nameEnd(this.query, this.#at) - this.#at);
  }

  #number(): Token {
    const { kind, end } = scanNumber(this.query, this.#at);
    if (kind) return this.#take(kind, end - this.#at);
    return this.#fail(`bad number or duration syntax: ${JSON.stringify(this.query.slice(this.#at, end))}`);
  }

  #string(): Token {
    try {
      return this.#take('string', stringEnd(this.query, this.#at) - this.#at);
    } catch (error) {
      if (error instanceof StringProblem) this.#fail(error.message);
      throw error;
    }
  }

  #end(): Token {
    if (this.#inBraces) this.#fail('unexpected end of input inside braces');
    if (this.#inBrackets) this.#fail('unclosed left bracket');
    if (this.#openParens > 0) this.#fail('unclosed left parenthesis');
    return { kind: 'end', text: '', start: this.query.length, end: this.query.length };
  }

  #take(kind: TokenKind, length: number): Token {
    const start = this.#at;
    this.#at += length;
    return { kind, text: this.query.slice(start, this.#at), start, end: this.#at };
  }

  get #character(): string {
    return this.query[this.#at] ?? '';
  }

  get #pair(): string {
    return this.query.slice(this.#at, this.#at + 2);
  }

  #failAfterBang(where: string): never {
    const at = this.#at + 1;
    if (at >= this.query.length) return this.#fail(`unexpected end of input after '!'${where}`);
    return this.#fail(`unexpected character after '!'${where}: ${quotedCharacter(this.query, at)}`);
  }

  #failAtCharacter(message: string): never {
    return this.#fail(`${message}: ${quotedCharacter(this.query, this.#at)}`);
  }

  #fail(message: string, offset = this.#at): never {
    throw new ParseError(this.query, offset, message);
  }
}
