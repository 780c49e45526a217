export const redacted = '[redacted]';

/** A word before `=` or `:` whose value is a secret. The value may be quoted, also inside of quoted JSON. */
const secretWord =
  '(?:password|passwd|passphrase|pwd|secret|token|credential|api[-_ ]?key|access[-_]?key|private[-_ ]?key|' +
  'signing[-_]?key|encryption[-_]?key|connection[-_ ]?string|dsn)';
const wordRest = String.raw`[\w-]{0,40}`;
const assignment = String.raw`\\{0,3}["']?\s{0,4}[=:]\s{0,4}`;
const value = String.raw`(?:"(?:[^"\\]|\\[^]){0,4000}"?|\\{1,3}"[^"]{0,4000}"?|'[^']{0,4000}'?|[^\s,;&"'<>)\]}\\]{1,4000})`;

/**
 * What gives a secret away inside a text. Repetitions are bounded, so that the time grows with the length of the text
 * and no faster. A password in a URL may itself hold `@`, `:` and `/`, so it reaches to the last `@` of the word; only in
 * web addresses may what follows the colon be a port, and an `@` stand in the path.
 */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]{0,40}PRIVATE KEY-----|$)/g, redacted],
  [/((?<!https?|wss?):\/\/[^\s/?#"'<>@:]{0,400}:)[^\s"'<>]{1,1000}@/gi, `$1${redacted}@`],
  [/(:\/\/[^\s/?#"'<>@:]{0,400}:)(?!\[redacted\]|\d{1,5}(?:[/?#]|$))[^\s"'<>]{1,1000}@/g, `$1${redacted}@`],
  [/(:\/\/)(?![^\s@]{0,400}\[redacted\]@)[^\s/?#"'<>]{1,1000}@/g, `$1${redacted}@`],
  [
    /((?:^|[^\w])(?:proxy-)?authorization\\{0,3}["']?\s{0,4}[=:]\s{0,4}\\{0,3}["']?)(?!\[redacted\])(?:[A-Za-z]{1,20} {1,4})?[^\s"'\\,;]{1,4000}/gi,
    `$1${redacted}`,
  ],
  [/((?:^|[^\w])(?:set-)?cookie\\{0,3}["']?\s{0,4}[=:]\s{0,4}\\{0,3}["']?)[^\r\n"'\\]{1,4000}/gi, `$1${redacted}`],
  [new RegExp(`(${secretWord}${wordRest}${assignment})(?!\\[redacted\\])${value}`, 'gi'), `$1${redacted}`],
  [new RegExp(`(--?[\\w-]{0,40}${secretWord}${wordRest}\\s{1,4})(?!-)\\S{1,4000}`, 'gi'), `$1${redacted}`],
  [/\b([Bb]earer|BEARER|[Bb]asic|BASIC)\s{1,4}(?=\S{0,400}[\d=_A-Z]|\S{20})[\w+/=.~-]{8,4000}/g, `$1 ${redacted}`],
  [/\beyJ[\w-]{5,4000}\.[\w-]{2,4000}(?:\.[\w-]{0,4000})?/g, redacted],
  [
    /\b(?:gh[pousr]_\w{20,255}|github_pat_\w{20,255}|glpat-[\w-]{16,255}|npm_\w{30,255}|xox[a-z]-[\w-]{10,255})/g,
    redacted,
  ],
  [
    /\b(?:[srp]k_(?:live|test)_\w{10,255}|sk-[\w-]{20,255}|AKIA[0-9A-Z]{16}|AIza[\w-]{30,60}|SG\.[\w-]{16,64}\.[\w-]{16,64})/g,
    redacted,
  ],
  [/(hooks\.slack\.com\/services\/)[\w/-]{8,255}/g, `$1${redacted}`],
];

/** Cheap to ask, and says no to nearly every line: whether any of the patterns could match. */
const suspicion =
  /:\/\/|PRIVATE KEY|authorization|cookie|passw|passphrase|pwd|secret|token|credential|api[-_ ]?key|access[-_]?key|private[-_ ]?key|signing[-_]?key|encryption[-_]?key|connection[-_ ]?string|dsn|bearer|basic|eyJ|gh[pousr]_|github_pat_|glpat-|npm_|xox|[srp]k_|sk-|AKIA|AIza|SG\.|hooks\.slack/i;

const mostRemembered = 2000;
const longestRemembered = 80;
const harmless = new Set<string>();

/** The text with every secret that is known by its look or by the word before it replaced. */
export function redactText(text: string): string {
  if (harmless.has(text)) return text;
  if (!suspicion.test(text)) return remember(text);
  return patterns.reduce((left, [pattern, replacement]) => left.replace(pattern, replacement), text);
}

/** Most texts of a log come again and again: a look-up costs a fifth of the search. */
function remember(text: string): string {
  if (text.length > longestRemembered) return text;
  if (harmless.size >= mostRemembered) harmless.clear();
  harmless.add(text);
  return text;
}
