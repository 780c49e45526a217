import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PROXY_ERRORS } from './errors.ts';

test('the README tells every error, and only those, with the same hint', () => {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const rows = [...readme.matchAll(/^\| `(\w+)` \| (\d+|-) \| (yes|no) \| (.+) \|$/gm)].map(([, ...cells]) => cells);
  const table = Object.entries(PROXY_ERRORS).map(([code, { status, retryable, hint }]) => [
    code,
    status === 0 ? '-' : `${status}`,
    retryable ? 'yes' : 'no',
    hint,
  ]);
  expect(rows).toEqual(table);
});
