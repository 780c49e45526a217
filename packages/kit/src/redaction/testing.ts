/** A text that holds a secret, and the parts of it that nobody may ever see again. */
export interface SecretCase {
  readonly what: string;
  readonly text: string;
  readonly secrets: readonly string[];
}

/** The same letters at every run, so that a case that fails can be looked at again. */
function generator(seed: number): (length: number, alphabet?: string) => string {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  return (length, alphabet = alphanumeric) =>
    Array.from({ length }, () => alphabet[Math.floor(next() * alphabet.length)]).join('');
}

const alphanumeric = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789';
const upper = 'ABCDEFGHJKLMNPQRSTUVWXYZ234567';
const hex = '0123456789abcdef';
const random = generator(20_261_122);

/** Begins and ends with both kinds of letters, as a password that somebody was made to choose. */
const password = () => `Kq${random(10)}7z`;

const names = [
  'password Password PASSWORD passwd pwd PWD passphrase db_password dbPassword DB_PASSWORD db-password user.password',
  'api_key apiKey API_KEY api-key apikey x-api-key X-API-Key stripeApiKey accessKey aws_access_key signing_key',
  'token access_token accessToken refresh_token id_token auth-token bearerToken sessionToken csrf_token X-Vault-Token',
  'secret client_secret clientSecret SECRET_KEY aws_secret_access_key webhook_secret private_key privateKey credential',
  'connection_string connectionString dsn SENTRY_DSN jwt encryption_key master_key AccountKey SharedAccessKey',
].flatMap((line) => line.split(' '));

const marks: readonly (readonly [string, (name: string, secret: string) => string])[] = [
  ['=', (name, secret) => `${name}=${secret}`],
  [':', (name, secret) => `failed with ${name}: ${secret} at noon`],
  ['spaces', (name, secret) => `${name}  =  ${secret}`],
  ['JSON', (name, secret) => JSON.stringify({ user: 'ada', [name]: secret, n: 1 })],
  ['JSON in JSON', (name, secret) => JSON.stringify({ body: JSON.stringify({ [name]: secret }) })],
  ['quoted', (name, secret) => `${name}='${secret} ${secret}' more`],
  ['inspect', (name, secret) => `{ user: 'ada', '${name}': '${secret}' }`],
  ['query', (name, secret) => `GET /login?user=ada&${name}=${secret}&x=1`],
  ['percent-encoded', (name, secret) => `redirect=https%3A%2F%2Fx.org%3F${name}%3D${secret}`],
  ['arrow', (name, secret) => `:${name}=>"${secret}"`],
  ['walrus', (name, secret) => `${name} := ${secret}`],
  ['no-break spaces', (name, secret) => `${name}\u00a0=\u00a0${secret}`],
  ['em spaces', (name, secret) => `${name}\u2003:\u2003${secret}`],
  ['zero-width spaces', (name, secret) => `${name}\u200b=\u200b${secret}`],
  ['full-width sign', (name, secret) => `${name}＝${secret}`],
  ['line ends', (name, secret) => `first\n${name}: ${secret}\nlast`],
  ['tabs', (name, secret) => `${name}\t=\t${secret}`],
  ['index', (name, secret) => `config["${name}"] = "${secret}"`],
  ['XML', (name, secret) => `<user>ada</user><${name}>${secret}</${name}>`],
  ['XML with attributes', (name, secret) => `<${name} type="text">${secret}</${name}>`],
  ['option', (name, secret) => `run --${name} ${secret} --verbose`],
  ['option with =', (name, secret) => `run --${name}=${secret}`],
];

const passwordsInUrls = () => [
  password(),
  `p@${password()}`,
  `${password()}/x:y`,
  `${password()}%40%2F`,
  `${password()}#?`,
];

const schemes = [
  'postgres postgresql mysql mariadb mongodb mongodb+srv redis rediss amqp amqps mssql cockroachdb clickhouse couchbase',
  'neo4j+s bolt cassandra ldap ldaps smtp smtps ftp sftp ssh nats mqtt jdbc:postgresql jdbc:mysql sqlserver influxdb',
].flatMap((line) => line.split(' '));

function inUrls(): SecretCase[] {
  const cases = schemes.flatMap((scheme) =>
    passwordsInUrls().map((secret) =>
      one(`${scheme} URL`, `cannot reach ${scheme}://app:${secret}@db.example.org:5432/app?x=1`, secret),
    ),
  );
  const user = password();
  return [
    ...cases,
    ...['http', 'https', 'wss'].map((scheme) => one(scheme, `${scheme}://ada:${user}@x.org/path`, user)),
    one('a user alone', `https://${user}@github.com/x.git`, user),
    one('no user', `redis://:${user}@cache:6379/0`, user),
    one('percent-encoded', `url=postgres%3A%2F%2Fapp%3A${user}%40db%2Fapp`, user),
    one('Go MySQL', `app:${user}@tcp(db:3306)/app`, user),
    one('Oracle', `jdbc:oracle:thin:scott/${user}@db:1521/x`, user),
    one('signed', `https://b.s3.amazonaws.com/k?X-Amz-Credential=AKIA${user}&X-Amz-Signature=${user}${user}`, user),
    one('shared access', `https://a.blob.core.windows.net/c?sv=2026&sig=${user}%3D`, user),
    one('Slack', `post to https://hooks.slack.com/services/T0/B0/${user}`, user),
    one('Discord', `https://discord.com/api/webhooks/123456789/${user}`, user),
    one('Telegram', `https://api.telegram.org/bot123456789:AA${user}${user}xyz/sendMessage`, `${user}${user}`),
    one('OAuth code', `GET /cb?code=${user}${user}&state=1`, user),
  ];
}

function connectionStrings(): SecretCase[] {
  const secret = password();
  return [
    `Server=db;Database=x;User Id=sa;Password=${secret};Encrypt=true`,
    `Server=db;Uid=sa;Pwd=${secret};`,
    `Server=db;Uid=sa;Pwd=two words ${secret};Encrypt=true`,
    `DefaultEndpointsProtocol=https;AccountName=a;AccountKey=${secret}==;EndpointSuffix=core.windows.net`,
    `Endpoint=sb://x.servicebus.windows.net/;SharedAccessKeyName=root;SharedAccessKey=${secret}=`,
    `host=db port=5432 user=app password=${secret} dbname=app`,
    `host=db password='${secret} x' dbname=app`,
    `sasl.jaas.config=PlainLoginModule required username="app" password="${secret}";`,
    `jdbc:sqlserver://db:1433;user=sa;password=${secret};encrypt=true`,
    `jdbc:postgresql://db/app?user=app&password=${secret}`,
    `PGPASSWORD=${secret} psql -h db`,
    `ALTER USER app PASSWORD '${secret}'`,
    `CREATE USER app IDENTIFIED BY '${secret}'`,
    `curl -u ada:${secret} https://x.org`,
    `curl --user ada:${secret} https://x.org`,
  ].map((text) => one('connection string', text, secret));
}

function tokens(): SecretCase[] {
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

function keys(): SecretCase[] {
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

function headers(): SecretCase[] {
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

function sentences(): SecretCase[] {
  const secret = password();
  return [
    `the password is ${secret}`,
    `password was "${secret}"`,
    `wrong token ${secret} for ada`,
    `api key ${secret} is unknown`,
    `secret: ${secret}`,
    `used secret \`${secret}\``,
    `cookie ${secret} has no session`,
  ].map((text) => one('sentence', text, secret));
}

/** Passwords that begin like a word which says that there is none. */
function likeHarmless(): SecretCase[] {
  return ['no-one-knows9', 'true.blue77', 'set4life', 'none/of/it', 'null+void', 'must#have', 'is-it-me'].flatMap(
    (secret) => [
      one('like a harmless word', `password=${secret}`, secret),
      one('like a harmless word, quoted', `{"password":"${secret}"}`, secret),
      one('like a harmless word, header', `X-Token-Header: ${secret}`, secret),
    ],
  );
}

function one(what: string, text: string, secret: string): SecretCase {
  return { what, text, secrets: [secret] };
}

function assignments(): SecretCase[] {
  return names.flatMap((name) =>
    marks.map(([mark, write]) => {
      const secret = password();
      return one(`${name} ${mark}`, write(name, secret), secret);
    }),
  );
}

/** Hundreds of secrets, as they come into texts. */
export const secretTexts: readonly SecretCase[] = [
  ...likeHarmless(),
  ...assignments(),
  ...inUrls(),
  ...connectionStrings(),
  ...tokens(),
  ...keys(),
  ...headers(),
  ...sentences(),
];

/** Names of fields under which a value is a secret whatever it looks like. */
export const secretNames: readonly string[] = [
  ...names,
  ...'pass passcode_secret Authorization proxy-authorization authorizationHeader cookie cookies set-cookie credentials'.split(
    ' ',
  ),
  ...'ｐａｓｓｗｏｒｄ pass\u200bword bearer sshKey userPasswordHash webhook_url pagerdutyKey'.split(' '),
];

/** What a log is read for, and must stay readable. */
export const harmlessTexts: readonly string[] = [
  'the role auditor may tokens:read, secrets:write and sessions:read',
  'token count 5',
  'tokens: 512, max_tokens=1024',
  'the tokenizer and the cookies are fresh',
  'tokenizer: bpe',
  'password_length=12 tokenTtl=30s cookieName=sid secretName=db',
  'password: required',
  'the password must be at least 12 characters long',
  'token expired, ask for another one',
  'invalid token: expired',
  'token: null, secret: undefined, api_key: none',
  'secret: [redacted]',
  'password: ***',
  'Unexpected token < in JSON at position 0',
  'Basic authentication is required',
  'basic checks passed: 12 of 12',
  'bearer of good news',
  'cookie consent was given',
  'the secretary: Bob',
  'api keys are rotated every 30 days',
  'private key loaded from /etc/keys/server.pem',
  'connection string was not set',
  'pass: 12, fail: 0',
  'passing 12 of 12',
  'key=value',
  'listening on http://127.0.0.1:7070',
  'GET http://localhost:8080/health?mail=a@b.org 200',
  'GET http://user.example.org/a@b 200',
  'postgres://db.example.org:5432/app',
  'redis://cache:6379/0 is slow',
  'mail to ada@example.org bounced',
  'ssh://git@example.org:22'.replace('git@', ''),
  'GET /api/v1/deployments?limit=20&cursor=abc 200 in 12 ms',
  'GET /search?key=name&code=404',
  'trace 0af7651916cd43dd8448eb211c80319c span b7ad6b7169203331',
  'release 1.4.2 sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
  'id 550e8400-e29b-41d4-a716-446655440000',
  'commit 1ac6eec0d1b2c3d4e5f60718293a4b5c6d7e8f90',
  '2026-11-22T03:05:06.000Z INFO started in 120 ms',
  'docker run -u 1000:1000 app',
  'user 12345:67890 moved',
  'risk-based retry: 3 of 5',
  'disk-usage-percentage-of-the-volume 81',
  'sk-1 and pk-2 are short',
  'Error: connect ECONNREFUSED 127.0.0.1:5432',
  '    at Server.listen (file:///app/src/http/server.ts:12:34)',
  'the author: Ada Lovelace',
  'authorization was refused for ada',
  'dsn lookup took 3 ms',
  'SELECT id, name FROM people WHERE id = $1',
  'résumé: 100 % – naïve façade ✓',
];
