export const redacted = '[redacted]';

/**
 * What is replaced inside a text, whatever key it stands under. A password in a DSN may itself hold `@`, `:` and `/`,
 * so it reaches to the last `@` of the word: to hide too much is the safe mistake.
 */
const patterns: readonly (readonly [RegExp, string])[] = [
  [/([a-z][a-z0-9+.-]*:\/\/[^\s:/?#@"']*:)[^\s"']+@/gi, `$1${redacted}@`],
  [
    /(\b[\w-]*(?:password|passwd|pwd|passphrase|secret|token|api[_-]?key|account[_-]?key|access[_-]?key)\s*=\s*)(?:"[^"]*"|'[^']*'|[^\s;&,"']+)/gi,
    `$1${redacted}`,
  ],
  [/\b(bearer|basic)\s+[\w+/=.~-]{8,}/gi, `$1 ${redacted}`],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, redacted],
];

/** The text without the passwords of DSNs, `password=…` pairs, bearer tokens and private keys in it. */
export function redactText(text: string): string {
  return patterns.reduce((left, [pattern, replacement]) => left.replace(pattern, replacement), text);
}
