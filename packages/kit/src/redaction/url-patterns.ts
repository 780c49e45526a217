/**
 * Secrets of addresses and of what connects to a database. A password in a URL may itself hold `@`, `:` and `/`, so it
 * reaches to the last `@` of the word; only in web addresses may what follows the colon be a port, and an `@` stand in
 * the path.
 */
interface AddressPattern {
  /** Texts of which one must be there: to look for them costs a small part of looking for the pattern. */
  readonly needs: readonly string[];
  readonly pattern: RegExp;
  readonly replacement: string;
}

const parameters = ['?', '&'];

const patterns: readonly AddressPattern[] = [
  {
    needs: ['@'],
    pattern: /((?<!https?|wss?):\/\/[^\s/?#"'<>@:]{0,400}:)[^\s"'<>]{1,1000}@/gi,
    replacement: '$1[redacted]@',
  },
  {
    needs: ['@'],
    pattern: /(:\/\/[^\s/?#"'<>@:]{0,400}:)(?!\[redacted\]|\d{1,5}(?:[/?#]|$))[^\s"'<>]{1,1000}@/g,
    replacement: '$1[redacted]@',
  },
  {
    needs: ['@'],
    pattern: /(:\/\/)(?![^\s@]{0,400}\[redacted\]@)[^\s/?#"'<>]{1,1000}@/g,
    replacement: '$1[redacted]@',
  },
  // The same, percent-encoded inside of another URL.
  {
    needs: ['%2F%2F', '%2f%2f'],
    pattern: /(%3A%2F%2F[^\s%]{0,100}%3A)(?:(?!%40)[^\s"'<>]){1,400}%40/gi,
    replacement: '$1[redacted]%40',
  },
  // `user:password@tcp(host:3306)/db`, Go's MySQL.
  {
    needs: ['@tcp(', '@unix('],
    pattern: /([\w.-]{1,100}:)[^\s@"'/]{1,200}(?=@(?:tcp|unix)\()/g,
    replacement: '$1[redacted]',
  },
  {
    needs: ['jdbc:oracle'],
    pattern: /(jdbc:oracle:\w{1,10}:[^\s/@]{1,100}\/)[^\s@]{1,200}(?=@)/gi,
    replacement: '$1[redacted]',
  },
  {
    needs: ['hooks.slack.com/'],
    pattern: /(hooks\.slack\.com\/(?:services|workflows)\/)[\w/-]{8,255}/g,
    replacement: '$1[redacted]',
  },
  {
    needs: ['/api/webhooks/'],
    pattern: /(discord(?:app)?\.com\/api\/webhooks\/\d{1,30}\/)[\w-]{8,255}/g,
    replacement: '$1[redacted]',
  },
  {
    needs: ['/webhookb2/'],
    pattern: /(webhook\.office\.com\/webhookb2\/)[\w@/-]{8,512}/g,
    replacement: '$1[redacted]',
  },
  {
    needs: ['events.pagerduty.com/'],
    pattern: /(events\.pagerduty\.com\/(?:integration|x-ere)\/)\w{8,255}/g,
    replacement: '$1[redacted]',
  },
  // Parameters that sign the URL: who has it may use it.
  {
    needs: parameters,
    pattern:
      /([?&](?:sig|signature|x-amz-(?:signature|credential|security-token)|x-goog-signature)=)[^&\s#"'<>]{6,4000}/gi,
    replacement: '$1[redacted]',
  },
  {
    needs: parameters,
    pattern: /([?&](?:key|code|auth|sid|session(?:_?id)?)=)(?=[^&\s#]{0,200}\d)[^&\s#"'<>]{16,4000}/gi,
    replacement: '$1[redacted]',
  },
];

export function redactAddresses(text: string): string {
  let clean = text;
  for (const { needs, pattern, replacement } of patterns) {
    if (needs.some((part) => clean.includes(part))) clean = clean.replace(pattern, replacement);
  }
  return clean;
}

const address =
  /:\/\/|%3A%2F%2F|@(?:tcp|unix)\(|jdbc:|hooks\.slack|discord|webhook\.office|pagerduty|[?&](?:sig|x-amz|x-goog|key|code|auth|sid|session)/i;

export function hasAddress(text: string): boolean {
  return address.test(text);
}
