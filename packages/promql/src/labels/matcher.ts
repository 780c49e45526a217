import { compileRegex, literalAlternatives } from '../regex/index.ts';
import { isLegacyLabelName } from './names.ts';
import { quote } from './quote.ts';

export type MatchOperator = '=' | '!=' | '=~' | '!~';

/** One condition on one label. An absent label has the value ''. */
export class Matcher {
  readonly #matches: (value: string) => boolean;

  /**
   * For `=`, `=~` the finite list of values that can match, when it is known from the text alone (`a|b`): an index can
   * look them up instead of trying every value. Undefined otherwise, and always for `!=` and `!~`.
   */
  readonly candidates: readonly string[] | undefined;

  /** Throws RegexError when the value of `=~` or `!~` is not a regular expression of RE2. */
  constructor(
    readonly name: string,
    readonly operator: MatchOperator,
    readonly value: string,
  ) {
    this.candidates = candidatesOf(operator, value);
    this.#matches = predicateOf(operator, value, this.candidates);
  }

  matches(value: string): boolean {
    return this.#matches(value);
  }

  get matchesEmpty(): boolean {
    return this.#matches('');
  }

  /** As written in a query: `job=~"a|b"`. */
  toString(): string {
    const name = isLegacyLabelName(this.name) ? this.name : quote(this.name);
    return `${name}${this.operator}${quote(this.value)}`;
  }
}

function candidatesOf(operator: MatchOperator, value: string): readonly string[] | undefined {
  if (operator === '=') return [value];
  return operator === '=~' ? literalAlternatives(value) : undefined;
}

function predicateOf(operator: MatchOperator, value: string, candidates: readonly string[] | undefined) {
  if (operator === '=') return (text: string) => text === value;
  if (operator === '!=') return (text: string) => text !== value;
  const accepts = regexPredicate(value, candidates);
  return operator === '=~' ? accepts : (text: string) => !accepts(text);
}

/** The commonest patterns need no RegExp. */
function regexPredicate(pattern: string, candidates = literalAlternatives(pattern)): (text: string) => boolean {
  if (pattern === '.*') return () => true;
  if (pattern === '.+') return (text) => text !== '';
  if (candidates?.length === 1) return (text) => text === candidates[0];
  const set = candidates && new Set(candidates);
  if (set) return (text) => set.has(text);
  const regex = compileRegex(pattern);
  return (text) => regex.test(text);
}
