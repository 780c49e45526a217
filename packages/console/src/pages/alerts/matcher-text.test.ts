import { expect, it } from 'vitest';
import { matcherText, parseMatchers, withMatcher } from './matcher-text.ts';

it.each([
  ['a="b"', [['a', '=', 'b']]],
  [
    '{a="b", c=~"d.*"}',
    [
      ['a', '=', 'b'],
      ['c', '=~', 'd.*'],
    ],
  ],
  [
    'a!=b,c!~d',
    [
      ['a', '!=', 'b'],
      ['c', '!~', 'd'],
    ],
  ],
  ['a="x,y=\\"z\\""', [['a', '=', 'x,y="z"']]],
  ['"a b"="c\\nd"', [['a b', '=', 'c\nd']]],
  ['a=""', [['a', '=', '']]],
  ['', []],
])('%s is read', (text, expected) => {
  expect(parseMatchers(text)?.map(({ name, operator, value }) => [name, operator, value])).toEqual(expected);
});

it.each(['a', 'a="b', 'a="b" c="d"', '="b"', 'a~b'])('%s is no list of matchers', (text) => {
  expect(parseMatchers(text)).toBeUndefined();
});

it.each([
  { name: 'path', operator: '=~', value: 'C:\\dir "x"\nend' },
  { name: 'with space', operator: '!=', value: '' },
] as const)('$name comes back as it was written', (matcher) => {
  expect(parseMatchers(matcherText(matcher))).toEqual([matcher]);
});

it('adds a matcher once', () => {
  const job = { name: 'job', operator: '=', value: 'web' } as const;
  expect(withMatcher('', job)).toBe('job="web"');
  expect(withMatcher('a="b",', job)).toBe('a="b",job="web"');
  expect(withMatcher('a="b", job=web', job)).toBe('a="b", job=web');
});
