const META = /[\\.+*?()|[\]{}^$]/;

/**
 * The literal text that every match of a regular expression begins with, as far as its own text shows: `api-.*` gives
 * `api-`. An empty prefix says nothing. (Finite lists, `a|b`, are the matcher's own `candidates`.)
 */
export function literalPrefix(regex: string): string {
  const end = regex.search(META);
  if (end < 0) return regex;
  if (hasAlternation(regex)) return '';
  // A quantifier speaks of the letter before it, which may then be absent.
  const optional = '*?{'.includes(regex[end] ?? '');
  const prefix = regex.slice(0, optional ? end - 1 : end);
  return endsInHalfLetter(prefix) ? prefix.slice(0, -1) : prefix;
}

/** Any bar counts, even one in a group or a class: to be too careful costs only time. */
function hasAlternation(regex: string): boolean {
  return regex.includes('|');
}

function endsInHalfLetter(text: string): boolean {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last < 0xdc00;
}
