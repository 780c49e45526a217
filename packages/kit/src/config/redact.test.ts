import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isSensitiveKey, sensitiveKind, sensitiveKinds } from '../redaction/sensitive-key.ts';
import { redactText } from '../redaction/sensitive-text.ts';
import { redact } from './redact.ts';

const secret = fc.stringMatching(/^[A-Za-z0-9!#%*+,./:=?@^_~-]{8,24}$/);
const sensitiveKeys = [
  'password',
  'dbPassword',
  'API_KEY',
  'accessToken',
  'tokens',
  'Authorization',
  'set-cookie',
  'client_secret',
  'connectionString',
  'dsn',
  'privateKey',
];

describe('keys', () => {
  test.each([
    ['PASSWORD', 'password'],
    ['apikey', 'api_key'],
    ['SLACK_WEBHOOK_PROD', 'token'],
    ['proxy-authorization', 'authorization'],
    ['Cookie', 'cookie'],
    ['secretKey', 'secret'],
    ['DATABASE_DSN', 'connection_string'],
    ['tlsPrivateKey', 'private_key'],
  ])('%s holds a secret of the kind %s', (key, kind) => {
    expect(sensitiveKind(key)).toBe(kind);
  });

  test('there are eight kinds', () => expect(sensitiveKinds).toHaveLength(8));

  test.each([
    'tokenTtl',
    'maxTokens',
    'passwordMinLength',
    'cookieName',
    'secretName',
    'author',
    'tokenizer',
    'keyPath',
    'host',
  ])('%s only speaks about one, or has nothing to do with one', (key) => expect(isSensitiveKey(key)).toBe(false));
});

describe('values', () => {
  test('a secret below a sensitive key is hidden, however deep and in however many lists', () => {
    const nested = (value: string) =>
      fc.letrec<{ node: unknown }>((tie) => ({
        node: fc.oneof(
          { maxDepth: 5 },
          fc.constant(value),
          fc.array(tie('node'), { maxLength: 3 }),
          fc.dictionary(fc.constantFrom('a', 'b'), tie('node')),
        ),
      })).node;
    const arrange = fc
      .tuple(secret, fc.constantFrom(...sensitiveKeys))
      .chain(([value, key]) => nested(value).map((inner) => ({ value, key, inner })));
    fc.assert(
      fc.property(arrange, ({ value, key, inner }) => {
        const printed = JSON.stringify(redact({ list: [[{ [key]: inner }], { ok: 1 }] }));
        expect(printed).not.toContain(value);
        expect(printed).toContain('"ok":1');
      }),
    );
  });

  test('the password of a DSN is hidden under any key, whatever characters it has; the rest stays', () => {
    fc.assert(
      fc.property(secret, (password) => {
        const printed = redactText(`dial postgres://app:${password}@db.example:5432/events?sslmode=require failed`);
        expect(printed).toBe('dial postgres://app:[redacted]@db.example:5432/events?sslmode=require failed');
      }),
    );
  });

  test.each([
    ['host=db password=hunter2 user=x', 'host=db password=[redacted] user=x'],
    ['Server=db;Pwd=hunter2;', 'Server=db;Pwd=[redacted];'],
    ['https://x/y?api_key=abc&z=1', 'https://x/y?api_key=[redacted]&z=1'],
    ['Authorization: Bearer abcdefghij', 'Authorization: [redacted]'],
    ['amqp://user:p@ss@host', 'amqp://user:[redacted]@host'],
    ['redis://:p@host', 'redis://:[redacted]@host'],
    ['http://localhost:8080/path', 'http://localhost:8080/path'],
    ['mail me@example.com', 'mail me@example.com'],
  ])('%s is printed as %s', (text, printed) => expect(redactText(text)).toBe(printed));

  test('flags, null and the empty text stay: they tell whether a secret is set', () => {
    expect(redact({ password: null, token: '', secret: false, apiKey: 7 })).toEqual({
      password: null,
      token: '',
      secret: false,
      apiKey: '[redacted]',
    });
  });
});
