import type { SecretCase } from './secret-case-testing.ts';
import { one, password } from './secret-case-testing.ts';

/** Each stands before a secret in all the ways of `marks`. */
export const names = [
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

export function assignments(): SecretCase[] {
  return names.flatMap((name) =>
    marks.map(([mark, write]) => {
      const secret = password();
      return one(`${name} ${mark}`, write(name, secret), secret);
    }),
  );
}

export function sentences(): SecretCase[] {
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
export function likeHarmless(): SecretCase[] {
  return ['no-one-knows9', 'true.blue77', 'set4life', 'none/of/it', 'null+void', 'must#have', 'is-it-me'].flatMap(
    (secret) => [
      one('like a harmless word', `password=${secret}`, secret),
      one('like a harmless word, quoted', `{"password":"${secret}"}`, secret),
      one('like a harmless word, header', `X-Token-Header: ${secret}`, secret),
    ],
  );
}
