import { RegexError } from './error.ts';

/** A place in a pattern. */
export class PatternReader {
  at = 0;

  constructor(readonly pattern: string) {}

  get atEnd(): boolean {
    return this.at >= this.pattern.length;
  }

  /** The character here, whole even when it is a surrogate pair; '' at the end. */
  peek(): string {
    const code = this.pattern.codePointAt(this.at);
    return code === undefined ? '' : String.fromCodePoint(code);
  }

  take(): string {
    const character = this.peek();
    this.at += character.length;
    return character;
  }

  looksAt(text: string): boolean {
    return this.pattern.startsWith(text, this.at);
  }

  accept(text: string): boolean {
    const found = this.looksAt(text);
    if (found) this.at += text.length;
    return found;
  }

  /** Passes what a sticky expression matches here. */
  match(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.at;
    const found = expression.exec(this.pattern) ?? undefined;
    if (found) this.at += found[0].length;
    return found;
  }

  /** Refuses the pattern; the part shown begins at `start` and ends where reading stopped. */
  fail(problem: string, start: number, end = this.at): never {
    throw new RegexError(problem, this.pattern.slice(start, end));
  }
}
