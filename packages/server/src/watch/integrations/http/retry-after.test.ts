import { expect, it } from 'vitest';
import { retryAfterInJson, retryAfterMs } from './retry-after.ts';

const now = Date.UTC(2030, 0, 1, 12);

it.each([
  ['30', 30_000],
  ['0', 0],
  ['0.725', 725],
  ['Tue, 01 Jan 2030 12:00:10 GMT', 10_000],
  ['Tue, 01 Jan 2030 11:00:00 GMT', 0],
  ['999999', 3_600_000],
  ['soon', undefined],
  [undefined, undefined],
])('Retry-After: %s is %s ms', (header, ms) => {
  expect(retryAfterMs(header, now)).toBe(ms);
});

it('is found in an answer’s JSON, and nowhere else', () => {
  expect(retryAfterInJson('{"parameters":{"retry_after":35}}', 'parameters', 'retry_after')).toBe(35_000);
  expect(retryAfterInJson('{"parameters":null}', 'parameters', 'retry_after')).toBeUndefined();
  expect(retryAfterInJson('<html>', 'retry_after')).toBeUndefined();
});
