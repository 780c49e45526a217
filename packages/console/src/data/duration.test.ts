import { expect, it } from 'vitest';
import { parseSeconds, shortSeconds } from './duration.ts';

it.each([
  ['5m', 300],
  ['1h30m', 5400],
  ['45', 45],
  ['2W', 1_209_600],
  ['0s', undefined],
  ['-5m', undefined],
  ['5 m', undefined],
  ['', undefined],
])('%s is %s seconds', (text, seconds) => expect(parseSeconds(text)).toBe(seconds));

it('is written as short as it can be', () => {
  expect([90, 3600, 86_400, 5400].map(shortSeconds)).toEqual(['90s', '1h', '1d', '90m']);
});
