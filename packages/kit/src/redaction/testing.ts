import { connectionStrings, inUrls } from './address-secrets-testing.ts';
import { assignments, likeHarmless, names, sentences } from './named-secrets-testing.ts';
import type { SecretCase } from './secret-case-testing.ts';
import { headers, keys, tokens } from './token-secrets-testing.ts';

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
