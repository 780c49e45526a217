import { RegexError } from './error.ts';
import { Machine } from './linear/machine.ts';
import type { Program } from './linear/program.ts';
import { programOf } from './linear/program.ts';
import { parseRegex, TEXT_END, TEXT_START } from './parse.ts';
import type { Tree } from './tree.ts';
import { sourceOf } from './tree.ts';
import type { WorstCase } from './worst-case.ts';
import { stepsFor, worstCaseOf } from './worst-case.ts';

/** So many steps take JavaScript's own matcher some milliseconds. */
const MOST_STEPS = 1_000_000;

/** A pattern of RE2. However the pattern and the text are made, time grows with the text's length and no faster. */
export interface Regex {
  test(text: string): boolean;
  /** The match with its groups, by number and by name. */
  exec(text: string): RegExpExecArray | null;
}

export interface SearchRegex extends Regex {
  /** All matches, one behind the other; an empty one never stands where the last one ended, as in Go. */
  matches(text: string): Generator<RegExpExecArray>;
}

/** The pattern, which must match the whole text; `.` matches newlines too, as everywhere in PromQL. Throws RegexError. */
export function compileRegex(pattern: string): Regex {
  const tree = parseRegex(pattern, { dotAll: true, shown: `^(?s:${pattern})$` });
  const parts: Tree[] = [place(TEXT_START), { kind: 'group', open: '(?:', part: tree }, place(TEXT_END)];
  return new GuardedRegex({ kind: 'sequence', parts }, pattern, false);
}

/** The pattern, to be found anywhere in a text; `.` matches no newline unless the pattern says so. Throws RegexError. */
export function searchRegex(pattern: string): SearchRegex {
  return new GuardedRegex(parseRegex(pattern, { dotAll: false, shown: pattern }), pattern, true);
}

/** JavaScript's matcher, which tries one way after the other, where that is bounded; else the one that follows all at once. */
class GuardedRegex implements SearchRegex {
  readonly #regExp: RegExp;
  readonly #worstCase: WorstCase;
  #linear: { readonly program: Program; readonly machine: Machine } | undefined;

  constructor(
    readonly tree: Tree,
    pattern: string,
    readonly isSearch: boolean,
  ) {
    try {
      this.#regExp = new RegExp(sourceOf(tree), isSearch ? 'gu' : 'u');
    } catch {
      throw new RegexError('expression too large', pattern);
    }
    const { degree, choices } = worstCaseOf(tree);
    this.#worstCase = { degree: degree + (isSearch ? 1 : 0), choices };
  }

  test(text: string): boolean {
    if (!this.#isBounded(text)) return this.#runLinear(text, 0) !== null;
    this.#regExp.lastIndex = 0;
    return this.#regExp.test(text);
  }

  exec(text: string): RegExpExecArray | null {
    return this.#execFrom(text, 0);
  }

  *matches(text: string): Generator<RegExpExecArray> {
    let lastEnd = -1;
    for (let from = 0; from <= text.length; ) {
      const found = this.#execFrom(text, from);
      if (!found) return;
      const end = found.index + found[0].length;
      if (found[0] !== '' || found.index !== lastEnd) yield found;
      lastEnd = end;
      from = found[0] === '' ? end + ((text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1) : end;
    }
  }

  #execFrom(text: string, from: number): RegExpExecArray | null {
    if (!this.#isBounded(text)) return this.#runLinear(text, from);
    this.#regExp.lastIndex = from;
    return this.#regExp.exec(text);
  }

  #isBounded(text: string): boolean {
    return stepsFor(this.#worstCase, text.length) <= MOST_STEPS;
  }

  #runLinear(text: string, from: number): RegExpExecArray | null {
    this.#linear ??= linearOf(this.tree);
    const { program, machine } = this.#linear;
    const slots = machine.run(text, from, this.isSearch);
    if (!slots) return null;
    const part = (group: number) => partOf(text, slots[2 * group], slots[2 * group + 1]);
    const groups = Object.fromEntries(Array.from(program.names, ([name, group]) => [name, part(group)]));
    const all = Array.from({ length: program.slots / 2 }, (_, group) => part(group));
    const found = { index: slots[0] ?? 0, input: text, groups: program.names.size > 0 ? groups : undefined };
    return Object.assign(all, found) as RegExpExecArray;
  }
}

function linearOf(tree: Tree) {
  const program = programOf(tree);
  return { program, machine: new Machine(program) };
}

function partOf(text: string, start = -1, end = -1): string | undefined {
  return start < 0 || end < 0 ? undefined : text.slice(start, end);
}

function place(source: string): Tree {
  return { kind: 'place', source };
}
