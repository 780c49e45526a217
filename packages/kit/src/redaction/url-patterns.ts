/**
 * Secrets of addresses and of what connects to a database. A password in a URL may itself hold `@`, `:` and `/`, so it
 * reaches to the last `@` of the word; only in web addresses may what follows the colon be a port, and an `@` stand in
 * the path.
 */
export const urlPatterns: readonly (readonly [RegExp, string])[] = [
  [/((?<!https?|wss?):\/\/[^\s/?#"'<>@:]{0,400}:)[^\s"'<>]{1,1000}@/gi, '$1[redacted]@'],
  [/(:\/\/[^\s/?#"'<>@:]{0,400}:)(?!\[redacted\]|\d{1,5}(?:[/?#]|$))[^\s"'<>]{1,1000}@/g, '$1[redacted]@'],
  [/(:\/\/)(?![^\s@]{0,400}\[redacted\]@)[^\s/?#"'<>]{1,1000}@/g, '$1[redacted]@'],
  // The same, percent-encoded inside of another URL.
  [/(%3A%2F%2F[^\s%]{0,100}%3A)(?:(?!%40)[^\s"'<>]){1,400}%40/gi, '$1[redacted]%40'],
  // `user:password@tcp(host:3306)/db`, Go's MySQL.
  [/([\w.-]{1,100}:)[^\s@"'/]{1,200}(?=@(?:tcp|unix)\()/g, '$1[redacted]'],
  [/(jdbc:oracle:\w{1,10}:[^\s/@]{1,100}\/)[^\s@]{1,200}(?=@)/gi, '$1[redacted]'],
  [/(hooks\.slack\.com\/(?:services|workflows)\/)[\w/-]{8,255}/g, '$1[redacted]'],
  [/(discord(?:app)?\.com\/api\/webhooks\/\d{1,30}\/)[\w-]{8,255}/g, '$1[redacted]'],
  [/(webhook\.office\.com\/webhookb2\/)[\w@/-]{8,512}/g, '$1[redacted]'],
  [/(events\.pagerduty\.com\/(?:integration|x-ere)\/)\w{8,255}/g, '$1[redacted]'],
  // Parameters that sign the URL: who has it may use it.
  [
    /([?&](?:sig|signature|x-amz-(?:signature|credential|security-token)|x-goog-signature)=)[^&\s#"'<>]{6,4000}/gi,
    '$1[redacted]',
  ],
  [/([?&](?:key|code|auth|sid|session(?:_?id)?)=)(?=[^&\s#]{0,200}\d)[^&\s#"'<>]{16,4000}/gi, '$1[redacted]'],
];

const address =
  /:\/\/|%3A%2F%2F|@(?:tcp|unix)\(|jdbc:|hooks\.slack|discord|webhook\.office|pagerduty|[?&](?:sig|x-amz|x-goog|key|code|auth|sid|session)/i;

export function hasAddress(text: string): boolean {
  return address.test(text);
}
