import { characterSource, classSource } from './char-set.ts';
import { translateClass } from './character-class.ts';
import { RegexError } from './error.ts';
import { readEscapedCharacter, readEscapedSet } from './escape.ts';
import type { Flags, GroupStart } from './group.ts';
import { readGroupStart } from './group.ts';
import { PatternReader } from './reader.ts';
import type { Piece } from './repetition.ts';
import { readRepetition, repeated } from './repetition.ts';

const DEEPEST_NESTING = 500;
const TEXT_START = '(?<![^])';
const TEXT_END = '(?![^])';
const LINE_START = '(?<![^\\n])';
const LINE_END = '(?![^\\n])';
const ASSERTION_ESCAPES: Readonly<Record<string, string>> = { A: TEXT_START, z: TEXT_END, b: '\\b', B: '\\B' };

/** The source, for the `u` flag, of a JavaScript RegExp that means what an RE2 pattern means. Throws RegexError. */
export function translate(pattern: string): string {
  return new Translator(pattern).translate();
}

class Translator {
  readonly #reader: PatternReader;
  readonly #names = new Set<string>();
  #depth = 0;

  constructor(readonly pattern: string) {
    this.#reader = new PatternReader(pattern);
  }

  translate(): string {
    const { source } = this.#alternatives({ ignoreCase: false, multiline: false, dotAll: true, ungreedy: false });
    if (!this.#reader.atEnd) this.#failWhole('unexpected )');
    return source;
  }

  /** Up to the end or a closing parenthesis. Flags set inside hold until there, across `|`. */
  #alternatives(outer: Flags): Piece {
    if (++this.#depth > DEEPEST_NESTING) this.#failWhole('expression nests too deeply');
    let flags = outer;
    let repeats = 1;
    const alternatives: string[] = [];
    let pieces: Piece[] = [];
    const endAlternative = () => {
      alternatives.push(pieces.map((piece) => piece.source).join(''));
      repeats = Math.max(repeats, ...pieces.map((piece) => piece.repeats));
      pieces = [];
    };
    while (!this.#reader.atEnd && !this.#reader.looksAt(')')) {
      const next = this.#next(flags, pieces);
      if (next === '|') endAlternative();
      else if ('source' in next) pieces.push(next);
      else flags = next;
    }
    endAlternative();
    this.#depth--;
    return { source: alternatives.join('|'), repeats };
  }

  #next(flags: Flags, before: Piece[]): Piece | Flags | '|' {
    if (this.#reader.accept('|')) return '|';
    const start = this.#reader.at;
    if (readRepetition(this.#reader)) return this.#repeatLast(start, flags, before);
    const piece = this.#reader.looksAt('(') ? this.#group(flags) : this.#atom(flags);
    return 'source' in piece ? repeated(this.#reader, piece, flags.ungreedy) : piece;
  }

  /** A repetition after flags, `a(?i)*`, belongs to what stands before them. */
  #repeatLast(start: number, flags: Flags, before: Piece[]): Piece {
    const last = before.pop();
    if (!last) return this.#reader.fail('missing argument to repetition operator', start);
    this.#reader.at = start;
    return repeated(this.#reader, last, flags.ungreedy);
  }

  #group(flags: Flags): Piece | Flags {
    const group: GroupStart = readGroupStart(this.#reader, flags, this.#names);
    if (group.open === undefined) return group.flags;
    const { source, repeats } = this.#alternatives(group.flags);
    if (!this.#reader.accept(')')) this.#failWhole('missing closing )');
    return { source: `${group.open}${source})`, repeats };
  }

  #atom(flags: Flags): Piece {
    switch (this.#reader.peek()) {
      case '[':
        return text(translateClass(this.#reader, flags.ignoreCase));
      case '\\':
        return this.#escape(flags);
      case '.':
        this.#reader.take();
        return text(flags.dotAll ? '[^]' : '[^\\n]');
      case '^':
        this.#reader.take();
        return assertion(flags.multiline ? LINE_START : TEXT_START);
      case '$':
        this.#reader.take();
        return assertion(flags.multiline ? LINE_END : TEXT_END);
      default:
        return text(characterSource(this.#reader.take().codePointAt(0) ?? 0, flags.ignoreCase));
    }
  }

  #escape({ ignoreCase }: Flags): Piece {
    const assertionSource = ASSERTION_ESCAPES[this.pattern[this.#reader.at + 1] ?? ''];
    if (assertionSource) {
      this.#reader.at += 2;
      return assertion(assertionSource);
    }
    if (this.#reader.accept('\\Q')) return this.#quoted(ignoreCase);
    const set = readEscapedSet(this.#reader);
    if (set) return text(classSource(set, { negated: false, ignoreCase }));
    return text(characterSource(readEscapedCharacter(this.#reader), ignoreCase));
  }

  /** `\Q...\E`: a repetition behind it repeats the last character alone. */
  #quoted(ignoreCase: boolean): Piece {
    const found = this.pattern.indexOf('\\E', this.#reader.at);
    const end = found < 0 ? this.pattern.length : found;
    const quoted = Array.from(this.pattern.slice(this.#reader.at, end));
    this.#reader.at = found < 0 ? end : end + 2;
    return text(quoted.map((character) => characterSource(character.codePointAt(0) ?? 0, ignoreCase)).join(''));
  }

  /** Go shows the whole pattern as Prometheus wraps it. */
  #failWhole(problem: string): never {
    throw new RegexError(problem, `^(?s:${this.pattern})$`);
  }
}

function text(source: string): Piece {
  return { source, repeats: 1 };
}

function assertion(source: string): Piece {
  return { source, repeats: 1, isAssertion: true };
}
