/** A pattern that RE2 refuses, in Go's words: what is wrong, and which part of the pattern. */
export class RegexError extends Error {
  override readonly name = 'RegexError';

  constructor(problem: string, part: string) {
    super(`error parsing regexp: ${problem}: \`${part}\``);
  }
}
