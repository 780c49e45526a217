const LITERAL = /^[^\\^$.?*+()[\]{}]*$/;

/** The texts a pattern matches when it is nothing but literals joined by `|`; undefined when it is more than that. */
export function literalAlternatives(pattern: string): readonly string[] | undefined {
  return LITERAL.test(pattern) ? [...new Set(pattern.split('|'))] : undefined;
}
