import { RegexError, searchRegex } from '@seaworthy/promql';
import { LogQueryError } from './log-query-error.ts';

const longestPattern = 500;

/**
 * RE2's syntax, found anywhere in a text; `.` matches no line end unless the pattern says `(?s)`. Its time grows with the
 * text's length and no faster, whatever the pattern. Throws LogQueryError.
 */
export function compilePattern(pattern: string): (text: string) => boolean {
  if (pattern.length > longestPattern) {
    throw new LogQueryError('regex', `A regular expression may have ${longestPattern} characters.`);
  }
  try {
    const expression = searchRegex(pattern);
    return (text) => expression.test(text);
  } catch (error) {
    if (!(error instanceof RegexError)) throw error;
    const hint = 'Write a regular expression in RE2 syntax, and \\ before characters that are meant as such.';
    throw new LogQueryError('regex', error.message, hint);
  }
}
