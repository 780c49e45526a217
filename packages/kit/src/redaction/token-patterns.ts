/** What makes a token known by itself, whatever stands around it: its first characters, as its issuer documents them. */
const prefixes = [
  String.raw`gh[pousr]_\w{20,255}`, // GitHub
  String.raw`github_pat_\w{20,255}`,
  String.raw`gl(?:pat|dt|rt|cbt|ptt|oas|soat|agent|ft|imt|sa|c)[-_][\w-]{16,255}`, // GitLab, Grafana
  String.raw`npm_\w{30,255}`,
  String.raw`pypi-[\w-]{16,255}`,
  String.raw`dckr_pat_[\w-]{16,255}`,
  String.raw`xox[a-z]-[\w-]{10,255}`, // Slack
  String.raw`xapp-[\w-]{10,255}`,
  String.raw`[srp]k_(?:live|test)_\w{10,255}`, // Stripe
  String.raw`whsec_[\w+/=-]{16,255}`,
  String.raw`sk-[\w-]{20,255}`, // OpenAI, Anthropic
  '(?:AKIA|ASIA)[0-9A-Z]{16}', // AWS
  String.raw`AIza[\w-]{30,60}`, // Google
  String.raw`ya29\.[\w.-]{20,255}`,
  String.raw`GOCSPX-[\w-]{20,60}`,
  String.raw`SG\.[\w-]{16,64}\.[\w-]{16,64}`, // SendGrid
  'hf_[A-Za-z0-9]{20,255}', // Hugging Face
  'do[opr]_v1_[0-9a-f]{32,128}', // DigitalOcean
  'shp(?:at|ca|pa|ss)_[0-9a-fA-F]{16,64}', // Shopify
  String.raw`dp\.(?:pt|st|ct|sa)\.[\w.-]{16,255}`, // Doppler
  String.raw`hv[sbr]\.[\w-]{20,255}`, // Vault
  'AGE-SECRET-KEY-1[0-9A-Z]{40,80}',
  String.raw`sq0[a-z]{3}-[\w-]{20,64}`, // Square
  'dapi[0-9a-f]{32}', // Databricks
  String.raw`lin_api_\w{20,64}`, // Linear
  String.raw`ntn_\w{20,64}`, // Notion
  String.raw`PMAK-[\w-]{30,80}`, // Postman
  String.raw`ATATT3[\w=-]{20,255}`, // Atlassian
  String.raw`sntry[su]_[\w+/=-]{20,255}`, // Sentry
  'NRAK-[0-9A-Z]{20,40}', // New Relic
  String.raw`[A-Za-z0-9]{14}\.atlasv1\.[\w-]{20,255}`, // Terraform
  'SK[0-9a-f]{32}', // Twilio
  String.raw`eyJ[\w-]{5,4000}\.[\w-]{2,4000}(?:\.[\w-]{0,4000}){0,3}`, // JSON Web Tokens
];

/**
 * Repetitions are bounded here as everywhere, so that the time grows with the length of the text and no faster. A key may
 * be cut off at either end.
 */
export const tokenPatterns: readonly (readonly [RegExp, string])[] = [
  [
    /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g,
    '[redacted]',
  ],
  [new RegExp(`(?<![A-Za-z0-9])(?:${prefixes.join('|')})`, 'g'), '[redacted]'],
  // Telegram: the number is the bot's, and public.
  [/(?<!\d)(\d{6,12}:)AA[\w-]{30,40}/g, '$1[redacted]'],
];

const look =
  /PRIVATE KEY|eyJ|gh[pousr]_|github_pat_|gl[a-z]{1,5}[-_]|npm_|pypi-|dckr_|xox|xapp-|[srp]k_|whsec_|sk-|AKIA|ASIA|AIza|ya29|GOCSPX|SG\.|hf_|do[opr]_v1|shp[a-z]{2}_|dp\.|hv[sbr]\.|AGE-S|sq0|dapi|lin_api|ntn_|PMAK|ATATT|sntry|NRAK|atlasv1|SK[0-9a-f]{8}|:AA/;

export function hasTokenLook(text: string): boolean {
  return look.test(text);
}
