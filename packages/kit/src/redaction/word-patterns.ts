import { speaksAboutSecret } from './sensitive-key.ts';

/** A word before `=` or `:` whose value is a secret. */
const secretWord =
  '(?:password|passwd|passphrase|pwd|secret|token|credential|api[-_ ]?key|access[-_]?key|account[-_]?key|private[-_ ]?key|' +
  'signing[-_]?key|encryption[-_]?key|master[-_]?key|connection[-_ ]?string|dsn|jwt|(?<=[?&;_-])pass)';
/** Spaces as people see them, and those that nobody sees. */
const space = String.raw`[\s\u00ad\u200b-\u200f\u2060\ufeff]`;
const quote = String.raw`(?:\\{0,3}["'\u0060]|%22)`;
const assign = String.raw`(?:=>|:=|==?|[:\uff1d\uff1a\ufe66\u2236]|%3[ad])`;
const assignment = String.raw`${quote}?[\])]?${space}{0,4}${assign}${space}{0,4}`;
/** The value may be quoted, also inside of quoted JSON. */
const value = String.raw`(?:"(?:[^"\\]|\\[\s\S]){0,4000}"?|\\{1,3}"[^"]{0,4000}"?|\\{0,3}'[^']{0,4000}'?|%22[^\s&]{0,4000}|[^\s,;&"'<>)\]}\\\u200b]{1,4000})`;
/** Says that there is none, or what became of it. The whole value: a password may well begin with `no`. */
const noSecret =
  /^\\{0,3}["']?(?:\[redacted\]?|\[hidden\]?|\*{3,}|null|none|undefined|true|false|yes|no|missing|required|optional|expired|invalid|empty|unknown|set|unset|present|absent|changed|rotated|revoked|must|should|is|was)\\{0,3}["']?[.!]?$/i;
/** What a permission allows to do with a kind of thing. */
const permitted = /^(?:read|write|create|delete|list|manage|use)$/;

const headers: readonly (readonly [RegExp, string])[] = [
  // Schemes of several parts, each of which may be the secret.
  [
    /((?:^|[^\w])(?:proxy-)?authorization["']?\s{0,4}[=:]\s{0,4}["']?(?:digest|oauth|hawk|aws4-[\w-]{1,20}) )[^\r\n]{1,4000}/gi,
    '$1[redacted]',
  ],
  [
    new RegExp(
      `((?:^|[^\\w])(?:proxy-)?authorization${assignment}\\\\{0,3}["']?)(?!\\[redacted\\]|\\w{1,20} \\[redacted\\]|aws4-[\\w-]{1,20} \\[)(?:[A-Za-z0-9-]{1,20} {1,4})?[^\\s"'\\\\,;]{1,4000}`,
      'gi',
    ),
    '$1[redacted]',
  ],
  [
    new RegExp(`((?:^|[^\\w])(?:set-)?cookies?${assignment}\\\\{0,3}["']?)[^\\r\\n"'\\\\]{1,4000}`, 'gi'),
    '$1[redacted]',
  ],
];

const assigned = new RegExp(`(${secretWord}[\\w-]{0,40})(${assignment})(${value})`, 'gi');

const others: readonly (readonly [RegExp, string])[] = [
  [new RegExp(`(--?[\\w-]{0,40}${secretWord}[\\w-]{0,40}\\s{1,4})(?!-)\\S{1,4000}`, 'gi'), '$1[redacted]'],
  [/((?:\s|^)(?:-u|--user)[ =])(?!\d+:\d+)([^\s:]{1,100}:)[^\s"']{1,400}/g, '$1$2[redacted]'],
  [/((?:;|^)\s{0,3}(?:password|pwd)\s{0,3}=\s{0,3})(?!\[redacted\];)[^;"'\r\n]{1,400}(?=;)/gi, '$1[redacted]'],
  [
    new RegExp(`(<[\\w:.-]{0,60}${secretWord}[\\w.-]{0,40}(?:\\s[^<>]{0,200})?>)[^<]{1,4000}(?=<)`, 'gi'),
    '$1[redacted]',
  ],
  [/(name=\\?"[\w-]{0,40}(?:password|secret|token|api_?key)\w{0,20}\\?"\s{2,8})[^\r\n]{1,4000}/gi, '$1[redacted]'],
  [/\b(identified\s{1,4}by(?:\s{1,4}password)?|password)\s{1,4}'[^']{1,400}'?/gi, '$1 [redacted]'],
  [/\b([Bb]earer|BEARER|[Bb]asic|BASIC)\s{1,4}(?=\S{0,400}[\d=_A-Z]|\S{20})[\w+/=.~-]{8,4000}/g, '$1 [redacted]'],
  // In a sentence only what no word of a language looks like: long, with letters and digits.
  [
    new RegExp(
      `((?:${secretWord}|cookie|credentials)["'\u0060]?(?:${space}{1,4}(?:is|was|are|of))?[:=]?${space}{1,4}["'\u0060(]?)(?!\\d{4}-\\d\\d)(?=[^\\s"']{0,200}\\d)(?=[^\\s"']{0,200}[A-Za-z])[\\w+/=.~!@#$%^&*-]{12,4000}`,
      'gi',
    ),
    '$1[redacted]',
  ],
];

const suspicion =
  /authorization|cookie|passw|passphrase|pwd|[?&;_-]pass|secret|token|credential|key|connection[-_ ]?string|dsn|jwt|bearer|basic|identified|-u |--user/i;

export function hasSecretWord(text: string): boolean {
  return suspicion.test(text);
}

/** The text without what stands after a word that names a secret. */
export function redactNamed(text: string): string {
  const withoutHeaders = /authorization|cookie/i.test(text) ? replaceAll(text, headers) : text;
  const withoutValues = withoutHeaders.replace(assigned, (all: string, name: string, mark: string, given: string) =>
    isSecret(name, given) ? `${name}${mark}${inItsQuotes(given)}` : all,
  );
  return replaceAll(withoutValues, others);
}

/** JSON stays JSON. */
function inItsQuotes(given: string): string {
  const [quote = ''] = /^\\{0,3}["']/.exec(given) ?? [];
  return given.length > quote.length && given.endsWith(quote) ? `${quote}[redacted]${quote}` : '[redacted]';
}

function isSecret(name: string, given: string): boolean {
  if (noSecret.test(given) || /^tokeniz|^secretar/i.test(name)) return false;
  // `max_tokens: 512` tells how many.
  if (/s$/i.test(name) && /^\d+(?:\.\d+)?$/.test(given)) return false;
  // `tokens:write` is a permission.
  if (/^(?:tokens|secrets|credentials)$/.test(name) && permitted.test(given)) return false;
  // In a log, unlike in a configuration, `token-header` is the header's content.
  return !speaksAboutSecret(name.replace(/[-_]?headers?$/i, ''));
}

function replaceAll(text: string, patterns: readonly (readonly [RegExp, string])[]): string {
  return patterns.reduce((left, [pattern, replacement]) => left.replace(pattern, replacement), text);
}
