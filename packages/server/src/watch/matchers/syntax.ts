import { parseClassicMatchers } from './classic-syntax.ts';
import { isClassicLabelName, isLabelName } from './label-set.ts';
import { MatcherSyntaxError } from './lexer.ts';
import type { Matcher } from './matcher.ts';
import { sameMatcher } from './matcher.ts';
import { parseUtf8Matchers } from './utf8-syntax.ts';

/**
 * Which texts are matchers. `both` reads the newer syntax and falls back to the older one, which also wins when a text
 * means different things in the two: nothing that worked before a change of syntax works differently after it.
 */
export type MatcherSyntax = 'both' | 'utf8' | 'classic';

export function parseMatchers(input: string, syntax: MatcherSyntax = 'both'): Matcher[] {
  if (syntax === 'classic') return parseClassicMatchers(input);
  if (syntax === 'utf8') return parseUtf8Matchers(input);
  const classic = attempt(() => parseClassicMatchers(input));
  const utf8 = attempt(() => parseUtf8Matchers(input));
  if (utf8.matchers === undefined) {
    if (classic.matchers === undefined) throw utf8.error;
    return classic.matchers;
  }
  return classic.matchers !== undefined && !sameList(classic.matchers, utf8.matchers)
    ? classic.matchers
    : utf8.matchers;
}

export function parseMatcher(input: string, syntax: MatcherSyntax = 'both'): Matcher {
  const [first, ...others] = parseMatchers(input, syntax);
  if (first === undefined) throw new MatcherSyntaxError('no matchers');
  if (others.length > 0) throw new MatcherSyntaxError(`expected 1 matcher, found ${others.length + 1}`);
  return first;
}

export function isNameIn(syntax: MatcherSyntax, name: string): boolean {
  return syntax === 'classic' ? isClassicLabelName(name) : isLabelName(name);
}

type Attempt =
  | { readonly matchers: Matcher[]; readonly error?: never }
  | { readonly matchers?: never; readonly error: unknown };

function attempt(parse: () => Matcher[]): Attempt {
  try {
    return { matchers: parse() };
  } catch (error) {
    return { error };
  }
}

function sameList(a: readonly Matcher[], b: readonly Matcher[]): boolean {
  return (
    a.length === b.length &&
    a.every((each, index) => {
      const other = b[index];
      return other !== undefined && sameMatcher(each, other);
    })
  );
}
