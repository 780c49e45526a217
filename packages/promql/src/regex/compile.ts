import { RegexError } from './error.ts';
import { translate } from './translate.ts';

/** RE2's pattern as a RegExp that must match the whole text, `.` matching newlines too. Throws RegexError. */
export function compileRegex(pattern: string): RegExp {
  const source = translate(pattern);
  try {
    return new RegExp(`^(?:${source})$`, 'u');
  } catch {
    throw new RegexError('expression too large', pattern);
  }
}
