import { TemplateError } from './template-error.ts';

export type TokenKind =
  | 'text'
  | 'open'
  | 'close'
  | 'field'
  | 'variable'
  | 'identifier'
  | 'string'
  | 'character'
  | 'number'
  | 'symbol';

export interface Token {
  readonly kind: TokenKind;
  /** Of a field without its dot, of a variable with its `$`. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** White space stands before it, or the action begins with it. */
  readonly isSpaced: boolean;
}

const PATTERNS: readonly (readonly [TokenKind, RegExp])[] = [
  ['string', /"(?:\\.|[^"\\\n])*"|`[^`]*`/y],
  ['character', /'(?:\\.[^']*|[^'\\\n])'/uy],
  ['number', /[+-]?(?:0[xXbBoO][0-9a-fA-F_]+|(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)(?![\p{L}_\d])/uy],
  ['field', /\.[\p{L}_][\p{L}_\d]*/uy],
  ['variable', /\$[\p{L}_\d]*/uy],
  ['identifier', /[\p{L}_][\p{L}_\d]*/uy],
  ['symbol', /:=|[=|(),.]/y],
];

const COMMENT = /\{\{(- )?\s*\/\*[\s\S]*?\*\/(\s+-)?\}\}|\{\{(-\s+)?\/\*[\s\S]*?\*\/(\s+-)?\}\}/y;

/** Texts and actions of a template in order; trim markers and comments have done their work. */
export function lex(name: string, source: string): Token[] {
  return new Lexer(name, source).run();
}

class Lexer {
  readonly #tokens: Token[] = [];
  #at = 0;
  #trimsNext = false;

  constructor(
    private readonly template: string,
    private readonly source: string,
  ) {}

  run(): Token[] {
    while (this.#at < this.source.length) {
      const open = this.source.indexOf('{{', this.#at);
      const end = open < 0 ? this.source.length : open;
      const trims = open >= 0 && /^-\s/.test(this.source.slice(open + 2, open + 4));
      this.#text(end, trims);
      if (open < 0) break;
      if (!this.#comment(open)) this.#action(trims ? open + 3 : open + 2, open);
    }
    return this.#tokens;
  }

  #text(end: number, trimsEnd: boolean): void {
    const raw = this.source.slice(this.#at, end);
    const started = this.#trimsNext ? raw.trimStart() : raw;
    const text = trimsEnd ? started.trimEnd() : started;
    if (text !== '') this.#add('text', text, this.#at, end, false);
    this.#trimsNext = false;
    this.#at = end;
  }

  #comment(open: number): boolean {
    COMMENT.lastIndex = open;
    const found = COMMENT.exec(this.source);
    if (!found) return false;
    this.#trimsNext = (found[2] ?? found[4]) !== undefined;
    this.#at = COMMENT.lastIndex;
    return true;
  }

  #action(start: number, open: number): void {
    this.#add('open', '{{', open, open + 2, false);
    let at = start;
    for (;;) {
      const tokenAt = at + (/^\s*/.exec(this.source.slice(at))?.[0].length ?? 0);
      const isSpaced = tokenAt > at || at === start;
      const close = /^(?:-\}\}|\}\})/.exec(this.source.slice(tokenAt, tokenAt + 3))?.[0];
      if (close === '}}' || (close !== undefined && tokenAt > at)) {
        this.#add('close', '}}', tokenAt, tokenAt + close.length, isSpaced);
        this.#trimsNext = close === '-}}';
        this.#at = tokenAt + close.length;
        return;
      }
      at = this.#token(tokenAt, isSpaced, open);
    }
  }

  #token(at: number, isSpaced: boolean, open: number): number {
    for (const [kind, pattern] of PATTERNS) {
      pattern.lastIndex = at;
      const text = pattern.exec(this.source)?.[0];
      if (text === undefined) continue;
      this.#add(kind, kind === 'field' ? text.slice(1) : text, at, at + text.length, isSpaced);
      return at + text.length;
    }
    if (at >= this.source.length) throw this.#error(open, 'unclosed action');
    const character = String.fromCodePoint(this.source.codePointAt(at) ?? 0);
    if (character === '"') throw this.#error(at, 'unterminated quoted string');
    if (character === '`') throw this.#error(at, 'unterminated raw quoted string');
    throw this.#error(at, `unexpected ${JSON.stringify(character)} in an action`);
  }

  #add(kind: TokenKind, text: string, start: number, end: number, isSpaced: boolean): void {
    this.#tokens.push({ kind, text, start, end, isSpaced });
  }

  #error(at: number, reason: string): TemplateError {
    return TemplateError.at(this.template, lineOf(this.source, at), reason);
  }
}

export function lineOf(source: string, at: number): number {
  return source.slice(0, at).split('\n').length;
}
