import { characterSource, classSource } from './char-set.ts';
import { translateClass } from './character-class.ts';
import { RegexError } from './error.ts';
import { readEscapedCharacter, readEscapedSet } from './escape.ts';
import type { Flags, GroupStart } from './group.ts';
import { readGroupStart } from './group.ts';
import { PatternReader } from './reader.ts';
import type { Piece } from './repetition.ts';
import { readRepetition, repeated } from './repetition.ts';
import type { Tree } from './tree.ts';
import { sequenceOf } from './tree.ts';

const DEEPEST_NESTING = 500;
export const TEXT_START = '^';
export const TEXT_END = '$';
/** Said by what is there: "no other character before" also holds within a surrogate pair. */
const LINE_START = '(?:^|(?<=\\n))';
const LINE_END = '(?:$|(?=\\n))';
const ASSERTION_ESCAPES: Readonly<Record<string, string>> = { A: TEXT_START, z: TEXT_END, b: '\\b', B: '\\B' };

export interface ParseOptions {
  /** Whether `.` matches newlines where the pattern does not say. */
  readonly dotAll: boolean;
  /** The pattern as errors about all of it show it. */
  readonly shown: string;
}

/** Reads a pattern of RE2. Throws RegexError. */
export function parseRegex(pattern: string, options: ParseOptions): Tree {
  return new Parser(pattern, options).parse();
}

class Parser {
  readonly #reader: PatternReader;
  readonly #names = new Set<string>();
  #depth = 0;

  constructor(
    readonly pattern: string,
    readonly options: ParseOptions,
  ) {
    this.#reader = new PatternReader(pattern);
  }

  parse(): Tree {
    const { dotAll } = this.options;
    const { tree } = this.#alternatives({ ignoreCase: false, multiline: false, dotAll, ungreedy: false });
    if (!this.#reader.atEnd) this.#failWhole('unexpected )');
    return tree;
  }

  /** Up to the end or a closing parenthesis. Flags set inside hold until there, across `|`. */
  #alternatives(outer: Flags): Piece {
    if (++this.#depth > DEEPEST_NESTING) this.#failWhole('expression nests too deeply');
    let flags = outer;
    let repeats = 1;
    const branches: Tree[] = [];
    let pieces: Piece[] = [];
    const endAlternative = () => {
      branches.push(sequenceOf(pieces.map((piece) => piece.tree)));
      repeats = Math.max(repeats, ...pieces.map((piece) => piece.repeats));
      pieces = [];
    };
    while (!this.#reader.atEnd && !this.#reader.looksAt(')')) {
      const next = this.#next(flags, pieces);
      if (next === '|') endAlternative();
      else if ('tree' in next) pieces.push(next);
      else flags = next;
    }
    endAlternative();
    this.#depth--;
    const [only] = branches;
    return { tree: branches.length === 1 && only ? only : { kind: 'choice', branches }, repeats };
  }

  #next(flags: Flags, before: Piece[]): Piece | Flags | '|' {
    if (this.#reader.accept('|')) return '|';
    const start = this.#reader.at;
    if (readRepetition(this.#reader)) return this.#repeatLast(start, flags, before);
    const piece = this.#reader.looksAt('(') ? this.#group(flags) : this.#atom(flags);
    return 'tree' in piece ? repeated(this.#reader, piece, flags.ungreedy) : piece;
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
    const { tree, repeats } = this.#alternatives(group.flags);
    if (!this.#reader.accept(')')) this.#failWhole('missing closing )');
    return { tree: { kind: 'group', open: group.open, part: tree }, repeats };
  }

  #atom(flags: Flags): Piece {
    switch (this.#reader.peek()) {
      case '[':
        return character(translateClass(this.#reader, flags.ignoreCase));
      case '\\':
        return this.#escape(flags);
      case '.':
        this.#reader.take();
        return character(flags.dotAll ? '[^]' : '[^\\n]');
      case '^':
        this.#reader.take();
        return place(flags.multiline ? LINE_START : TEXT_START);
      case '$':
        this.#reader.take();
        return place(flags.multiline ? LINE_END : TEXT_END);
      default:
        return character(characterSource(this.#reader.take().codePointAt(0) ?? 0, flags.ignoreCase));
    }
  }

  #escape({ ignoreCase }: Flags): Piece {
    const assertionSource = ASSERTION_ESCAPES[this.pattern[this.#reader.at + 1] ?? ''];
    if (assertionSource) {
      this.#reader.at += 2;
      return place(assertionSource);
    }
    if (this.#reader.accept('\\Q')) return this.#quoted(ignoreCase);
    const set = readEscapedSet(this.#reader);
    if (set) return character(classSource(set, { negated: false, ignoreCase }));
    return character(characterSource(readEscapedCharacter(this.#reader), ignoreCase));
  }

  /** `\Q...\E`: a repetition behind it repeats the last character alone. */
  #quoted(ignoreCase: boolean): Piece {
    const found = this.pattern.indexOf('\\E', this.#reader.at);
    const end = found < 0 ? this.pattern.length : found;
    const quoted = Array.from(this.pattern.slice(this.#reader.at, end));
    this.#reader.at = found < 0 ? end : end + 2;
    const parts = quoted.map((each) => character(characterSource(each.codePointAt(0) ?? 0, ignoreCase)).tree);
    return { tree: sequenceOf(parts), repeats: 1 };
  }

  #failWhole(problem: string): never {
    throw new RegexError(problem, this.options.shown);
  }
}

function character(source: string): Piece {
  return { tree: { kind: 'character', source }, repeats: 1 };
}

function place(source: string): Piece {
  return { tree: { kind: 'place', source }, repeats: 1 };
}
