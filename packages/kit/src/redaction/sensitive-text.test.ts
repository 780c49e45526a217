import { describe, expect, it } from 'vitest';
import { harmlessTexts } from './harmless-testing.ts';
import { redactText } from './sensitive-text.ts';
import { secretTexts } from './testing.ts';

describe('a corpus of secrets', () => {
  it('has more than a thousand cases', () => {
    expect(secretTexts.length).toBeGreaterThan(1000);
  });

  it('loses every secret', () => {
    const leaks = secretTexts.filter(({ text, secrets }) => {
      const clean = redactText(text);
      return secrets.some((secret) => clean.includes(secret)) || !clean.includes('[redacted]');
    });
    expect(leaks.map(({ what, text }) => [what, text, redactText(text)])).toEqual([]);
  });

  it('is the same after a second time', () => {
    const changed = secretTexts
      .map(({ text }) => redactText(text))
      .filter((clean) => redactText(clean).length < clean.length - 20);
    expect(changed).toEqual([]);
  });

  it('keeps what stands around the secret', () => {
    expect(redactText('cannot reach postgres://app:hunter2@db:5432/app after 3 attempts')).toBe(
      'cannot reach postgres://app:[redacted]@db:5432/app after 3 attempts',
    );
    expect(redactText('login of ada with password=hunter2 failed')).toBe(
      'login of ada with password=[redacted] failed',
    );
    expect(redactText('{"user":"ada","password":"hunter2","n":1}')).toBe(
      '{"user":"ada","password":"[redacted]","n":1}',
    );
  });
});

it.each(harmlessTexts)('stays readable: %s', (text) => {
  expect(redactText(text)).toBe(text);
});

it('takes time in proportion to the text, whatever the text', () => {
  const hostile = [
    '://',
    'password=',
    '"\\"',
    'eyJ',
    '--token ',
    'Bearer A',
    '-----BEGIN PRIVATE KEY-----',
    'a-',
    'cookie:',
    'password is ',
    '<password',
    'name="token"',
    '%3A%2F%2F',
    'a:',
    '&key=',
    'sk-',
    'authorization: a ',
    'gh_',
  ];
  for (const part of hostile) {
    const startedMs = performance.now();
    redactText(`password :// ${part.repeat(20_000)}`);
    expect(performance.now() - startedMs, part).toBeLessThan(2000);
  }
});
