import type { SecretCase } from './secret-case-testing.ts';
import { hex, one, password, random, upper } from './secret-case-testing.ts';

export function tokens(): SecretCase[] {
  const core = random(40);
  const jwt = `eyJ${random(20)}.eyJ${random(40)}.${random(43)}`;
  const all: readonly (readonly [string, string])[] = [
    ['GitHub', `ghp_${random(36)}`],
    ['GitHub app', `ghs_${random(36)}`],
    ['GitHub fine-grained', `github_pat_${random(60)}`],
    ['GitLab', `glpat-${random(20)}`],
    ['Slack bot', `xoxb-1234567890-${random(24)}`],
    ['Slack app', `xapp-1-${random(30)}`],
    ['Stripe', `sk_live_${random(24)}`],
    ['Stripe restricted', `rk_test_${random(24)}`],
    ['Stripe webhook', `whsec_${random(32)}`],
    ['AWS', `AKIA${random(16, upper)}`],
    ['AWS session', `ASIA${random(16, upper)}`],
    ['Google', `AIza${random(35)}`],
    ['Google OAuth', `ya29.${random(60)}`],
    ['Google client', `GOCSPX-${random(28)}`],
    ['SendGrid', `SG.${random(22)}.${random(43)}`],
    ['npm', `npm_${random(36)}`],
    ['PyPI', `pypi-${random(60)}`],
    ['Docker', `dckr_pat_${random(27)}`],
    ['OpenAI', `sk-proj-${core}`],
    ['Hugging Face', `hf_${random(34)}`],
    ['DigitalOcean', `dop_v1_${random(64, hex)}`],
    ['Shopify', `shpat_${random(32, hex)}`],
    ['Vault', `hvs.${random(24)}`],
    ['age', `AGE-SECRET-KEY-1${random(58, upper)}`],
    ['Databricks', `dapi${random(32, hex)}`],
    ['Linear', `lin_api_${random(40)}`],
    ['Postman', `PMAK-${random(24, hex)}-${random(34, hex)}`],
    ['Sentry', `sntrys_${random(60)}`],
    ['New Relic', `NRAK-${random(27, upper)}`],
    ['Grafana', `glsa_${random(32)}_${random(8, hex)}`],
    ['Twilio', `SK${random(32, hex)}`],
    ['JSON Web Token', jwt],
    ['encrypted JSON Web Token', `${jwt}.${random(20)}.${random(22)}`],
  ];
  return all.flatMap(([issuer, token]) => [
    one(issuer, `rejected ${token} just now`, token),
    one(`${issuer}, in quotes`, `{"note":"${token}"}`, token),
    one(`${issuer}, in a path`, `GET /v1/${token}/x`, token),
  ]);
}

export function keys(): SecretCase[] {
  const body = () => [random(64), random(64), random(40)];
  return [
    'RSA PRIVATE KEY',
    'EC PRIVATE KEY',
    'PRIVATE KEY',
    'OPENSSH PRIVATE KEY',
    'ENCRYPTED PRIVATE KEY',
    'PGP PRIVATE KEY BLOCK',
  ].flatMap((kind) => {
    const lines = body();
    const whole = `-----BEGIN ${kind}-----\n${lines.join('\n')}\n-----END ${kind}-----\n`;
    return [
      { what: kind, text: `loaded ${whole}`, secrets: lines },
      { what: `${kind}, line ends escaped`, text: JSON.stringify({ pem: whole }), secrets: lines },
      { what: `${kind}, cut off`, text: whole.slice(0, 150), secrets: lines.slice(0, 1) },
    ];
  });
}

export function headers(): SecretCase[] {
  const secret = password();
  const basic = Buffer.from(`ada:${secret}`).toString('base64');
  const lines: readonly (readonly [string, string])[] = [
    [`Authorization: Bearer ${secret}`, secret],
    [`authorization: Basic ${basic}`, basic],
    [`Authorization: Token ${secret}`, secret],
    [`Authorization: ${secret}`, secret],
    [`Proxy-Authorization: Basic ${basic}`, basic],
    [`Authorization: Digest username="ada", realm="x", nonce="n", response="${secret}"`, secret],
    [`Authorization: AWS4-HMAC-SHA256 Credential=AKIAX/2026/s3, SignedHeaders=host, Signature=${secret}`, secret],
    [`Cookie: sid=${secret}; theme=dark; other=${secret}`, secret],
    [`Set-Cookie: sid=${secret}; HttpOnly; Path=/`, secret],
    [`X-Api-Key: ${secret}`, secret],
    [`X-Amz-Security-Token: ${secret}`, secret],
    [`got Bearer ${secret}`, secret],
    [`got basic ${basic}`, basic],
    [`{"headers":{"authorization":"Bearer ${secret}","cookie":"sid=${secret}"}}`, secret],
    [`curl -H 'Authorization: Bearer ${secret}' https://x.org`, secret],
    [`Content-Disposition: form-data; name="password"\r\n\r\n${secret}\r\n--x`, secret],
  ];
  return lines.map(([text, part]) => one('header', text, part));
}
