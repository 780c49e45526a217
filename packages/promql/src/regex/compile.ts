/** A pattern that RE2 refuses. */
export class RegexError extends Error {}

/** RE2's pattern as a RegExp that must match the whole text, `.` matching newlines too. */
export function compileRegex(pattern: string): RegExp {
  try {
    return new RegExp(`^(?:${pattern})$`, 'su');
  } catch (error) {
    throw new RegexError(`error parsing regexp: ${String(error)}`);
  }
}
