const LITERALS = /^(?:[^\\^$.?*+()[\]{}]|\\[^0-9A-Za-z])*$/;
const GROUPED = /^\((?:\?:)?([^()]*)\)$/;
const ALTERNATIVE = /((?:[^\\|]|\\.)*)(?:\||$)/gs;

/** The texts a pattern matches when it is nothing but literals joined by `|`; undefined when it is more than that. */
export function literalAlternatives(pattern: string): readonly string[] | undefined {
  const inner = GROUPED.exec(pattern)?.[1] ?? pattern;
  if (!LITERALS.test(inner)) return undefined;
  if (!inner.includes('\\')) return [...new Set(inner.split('|'))];
  const alternatives = Array.from(inner.matchAll(ALTERNATIVE), (found) => found[1] ?? '');
  // The last match is the empty one at the end.
  return [...new Set(alternatives.slice(0, -1).map((text) => text.replace(/\\(.)/gs, '$1')))];
}
