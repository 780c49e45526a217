/**
 * The eight kinds of key whose values are never printed. A key is compared word by word (`dbPassword`, `DB_PASSWORD`
 * and `db-password` are the same words) and, for names written in one go, without separators.
 */
export const sensitiveKinds = [
  'password',
  'api_key',
  'token',
  'authorization',
  'cookie',
  'secret',
  'connection_string',
  'private_key',
] as const;
export type SensitiveKind = (typeof sensitiveKinds)[number];

const anywhere: Readonly<Record<SensitiveKind, RegExp>> = {
  password: /password|passwd|passphrase/,
  api_key: /apikey|accesskey|signingkey|encryptionkey|routingkey|pagerdutykey|accountkey/,
  token: /(?:auth|access|refresh|session|api|bearer)token|webhook/,
  authorization: /authorization/,
  cookie: /cookie/,
  secret: /secret|credential/,
  connection_string: /connectionstring/,
  private_key: /privatekey/,
};

const wholeWords: Readonly<Record<string, SensitiveKind>> = {
  pwd: 'password',
  token: 'token',
  tokens: 'token',
  auth: 'authorization',
  dsn: 'connection_string',
};

/** Last words that make a key speak *about* a secret: `tokenTtl`, `passwordMinLength`, `cookieName`. */
const aboutSecrets = new Set(
  'ttl expiry age length name names file path count enabled required timeout seconds ms policy algorithm limit max min rotation header'.split(
    ' ',
  ),
);

/** The kind of secret that a key of this name holds; undefined when it holds none. */
export function sensitiveKind(key: string): SensitiveKind | undefined {
  const words = wordsOf(key);
  if (isAbout(words)) return undefined;
  const joined = words.join('');
  const kind = sensitiveKinds.find((candidate) => anywhere[candidate].test(joined));
  return kind ?? words.map((word) => wholeWords[word]).find((found) => found !== undefined);
}

/** Whether the name tells something of a secret, not the secret itself. */
export function speaksAboutSecret(key: string): boolean {
  return isAbout(wordsOf(key));
}

function isAbout(words: readonly string[]): boolean {
  return aboutSecrets.has(words.at(-1) ?? '') || (words[0] === 'max' && words.length > 1);
}

export function isSensitiveKey(key: string): boolean {
  return sensitiveKind(key) !== undefined;
}

/** `drainTimeout`, `drain-timeout` and `DRAIN_TIMEOUT` are all `['drain', 'timeout']`. */
export function wordsOf(key: string): string[] {
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}
