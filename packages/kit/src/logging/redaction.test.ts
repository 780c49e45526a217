import { describe, expect, it } from 'vitest';
import { withContext } from '../context/context.ts';
import { redactText } from '../redaction/sensitive-text.ts';
import type { Logger } from './logger.ts';
import { recordedLogger } from './testing.ts';

/** The eight kinds of the requirements; each as it stands in a field, and as it stands in text. `S3CR3T-x` must never be seen. */
const secret = 'S3CR3T-hunter2-x9';
const jwt = `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJTM0NSM1QifQ.${secret}`;
const pem = `-----BEGIN RSA PRIVATE KEY-----\nMIIE${secret}\n${secret}\n-----END RSA PRIVATE KEY-----`;

const fieldNames = [
  'password',
  'Password',
  'dbPassword',
  'DB_PASSWORD',
  'passwd',
  'pwd',
  'pass',
  'passphrase',
  'userPasswordHash',
  'api_key',
  'apiKey',
  'x-api-key',
  'APIKEY',
  'accessKey',
  'token',
  'access_token',
  'refreshToken',
  'accesstoken',
  'authorization',
  'Authorization',
  'proxy-authorization',
  'authorizationHeader',
  'cookie',
  'set-cookie',
  'cookies',
  'secret',
  'clientSecret',
  'SECRET_KEY',
  'aws_secret_access_key',
  'connection_string',
  'connectionString',
  'dsn',
  'SENTRY_DSN',
  'private_key',
  'privateKey',
  'jwt',
  'credentials',
];

const texts = [
  `login with password=${secret} failed`,
  `password: ${secret}`,
  `PASSWORD = "${secret} with spaces ${secret}"`,
  `{"user":"a","password":"${secret}","n":1}`,
  `{"user":"a","password":"quo\\"ted${secret}","n":1}`,
  `body: "{\\"apiKey\\":\\"${secret}\\"}"`,
  `GET /login?user=a&token=${secret}&x=1`,
  `GET /cb?access_token=${secret}`,
  `curl -H 'Authorization: Bearer ${secret}' http://x`,
  `authorization: Basic ${secret}==`,
  `Authorization=${secret}`,
  `got Bearer ${secret}`,
  `Cookie: sid=${secret}; theme=dark; other=${secret}`,
  `set-cookie: sid=${secret}; HttpOnly`,
  `connect postgres://app:${secret}@db:5432/app failed`,
  `connect postgres://app:p@ss/${secret}@db:5432/app failed`,
  `redis://:${secret}@cache:6379`,
  `https://${secret}@github.com/x.git`,
  `connection_string="Server=db;User=sa;Pwd=${secret}"`,
  `Server=db;User Id=sa;Password=${secret};Encrypt=true`,
  `dsn=${secret}`,
  `api-key: ${secret}`,
  `secret=${secret}`,
  `client_secret='${secret} ${secret}'`,
  `run --password ${secret} --verbose`,
  `run --api-token=${secret}`,
  `jwt ${jwt} expired`,
  pem,
  pem.slice(0, 70),
  `key is ghp_${'a'.repeat(10)}${secret.replaceAll('-', '')}`,
  `DB_PASSWORD: ${secret}`,
];

const places: readonly (readonly [string, (logger: Logger, text: string) => void])[] = [
  ['message', (logger, text) => logger.info(text)],
  ['field', (logger, text) => logger.info('m', { note: text })],
  ['nested in arrays and objects', (logger, text) => logger.info('m', { a: [{ b: [[text]] }] })],
  ['error', (logger, text) => logger.error('m', { error: new Error(text) })],
  ['cause of an error', (logger, text) => logger.error('m', { err: new Error('x', { cause: new Error(text) }) })],
  ['aggregated error', (logger, text) => logger.error('m', { error: new AggregateError([new Error(text)], 'x') })],
  ['error in a field', (logger, text) => logger.error('m', { reason: new TypeError(text) })],
  ['child fields', (logger, text) => logger.child({ note: text }, 'c').info('m')],
  ['context', (logger, text) => withContext({ note: text }, () => logger.info('m'))],
  ['map and set', (logger, text) => logger.info('m', { map: new Map([['a', text]]), set: new Set([text]) })],
];

describe('no secret of the corpus reaches any sink', () => {
  it.each(places)('as text in: %s', (_place, write) => {
    for (const format of ['json', 'pretty'] as const) {
      const recorded = recordedLogger({ format });
      for (const text of texts) write(recorded.logger, text);
      const leaks = recorded
        .text()
        .split('\n')
        .filter((line) => line.includes('S3CR3T'));
      expect(leaks).toEqual([]);
      expect(recorded.text()).toContain('[redacted]');
    }
  });

  it.each(fieldNames)('under the name %s', (name) => {
    const { logger, text } = recordedLogger();
    const value = `${secret}`;
    logger.info('m', { [name]: value });
    logger.info('m', { request: { headers: [{ [name]: value }] } });
    logger.info('m', { [name]: { nested: [value] } });
    logger.info('m', { list: [{ name, value }] });
    logger.error('m', { error: Object.assign(new Error('x'), { [name]: value }) });
    logger.child({ [name]: value }).info('m');
    withContext({ [name]: value }, () => logger.info('m'));
    expect(text()).not.toContain('S3CR3T');
  });

  it('hides names that the application adds', () => {
    const { logger, text } = recordedLogger({ redact: ['pin', 'Iban'] });
    logger.info('m', { user: { PIN: secret, iban: secret, pinned: 'yes' } });
    expect(text()).not.toContain('S3CR3T');
    expect(text()).toContain('"pinned":"yes"');
  });

  it('hides raw headers, command lines, and objects that write themselves', () => {
    const { logger, text } = recordedLogger();
    logger.info('m', {
      rawHeaders: ['Host', 'x', 'Authorization', secret, 'Cookie', secret],
      argv: ['run', '--password', secret],
      url: new URL(`postgres://app:${secret}@db/app`),
      bytes: Buffer.from(secret),
      own: { toJSON: () => ({ token: secret }) },
      base: secret.length,
    });
    expect(text()).not.toContain('S3CR3T');
    expect(text()).not.toContain(Buffer.from(secret).toJSON().data.slice(0, 4).join(','));
  });
});

describe('what is no secret stays', () => {
  it.each([
    'GET http://localhost:8080/health?mail=a@b.org 200',
    'GET http://user.example.org/a@b 200',
    'Basic authentication is required',
    'listening on http://127.0.0.1:7070',
    'the tokenizer and the cookies are fresh',
    'passing 12 of 12',
  ])('%s', (text) => {
    expect(redactText(text)).toBe(text);
  });

  it('keeps fields around secrets, and says whether a secret is set', () => {
    const { logger, last } = recordedLogger();
    logger.info('m', { user: 'ada', password: '', hasToken: true, token: null, tokenTtl: 30, url: 'redis://:x@h:1/0' });
    expect(last()).toMatchObject({ user: 'ada', password: '', hasToken: true, token: null, tokenTtl: 30 });
    expect(last()['url']).toBe('redis://:[redacted]@h:1/0');
  });

  it('gives back the very same object when there is nothing to hide', () => {
    const { logger, last } = recordedLogger();
    logger.info('m', { when: new Date(0), list: [1, 'two', { three: 3 }], big: 10n });
    expect(last()).toMatchObject({ when: '1970-01-01T00:00:00.000Z', list: [1, 'two', { three: 3 }], big: '10' });
  });
});
