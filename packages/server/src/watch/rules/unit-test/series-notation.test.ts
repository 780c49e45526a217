import { formatLabels } from '@seaworthy/promql';
import { expect, it } from 'vitest';
import type { NotedValue } from './series-notation.ts';
import { parseSeriesName, parseValues } from './series-notation.ts';

const notations: readonly (readonly [string, readonly NotedValue[]])[] = [
  ['1 2\t3', [1, 2, 3]],
  ['1+2x3', [1, 3, 5, 7]],
  ['1-2x2', [1, -1, -3]],
  ['-1+0.5x1', [-1, -0.5]],
  ['7x2', [7, 7, 7]],
  ['0x2', [0, 0, 0]],
  ['_ _x2 1', [undefined, undefined, undefined, 1]],
  ['1e+3x1 .5 5. -Inf', [1000, 1000, 0.5, 5, -Infinity]],
  ['1+1x0', [1]],
  ['1 stale 2', [1, 'stale', 2]],
  ['', []],
];

it.each(notations)('%j are values', (text, values) => {
  expect(parseValues(text)).toEqual(values);
});

it.each(['abc', '1+x3', '1x', '1+1', 'stalex2', 'NaNx2', '1+NaNx2', '1x2x3', '0x1f', '1,2', '1+-2x3'])(
  '%j is refused',
  (text) => {
    expect(() => parseValues(text)).toThrow('in series values');
  },
);

it('refuses what would fill the memory', () => {
  expect(() => parseValues('1x999999999')).toThrow('more than');
  expect(() => parseValues('1x150000 1x150000')).toThrow('more than');
});

it.each([
  ['up{job="a",}', 'up{job="a"}'],
  ['{__name__="up",job="a"}', 'up{job="a"}'],
  ['{a="}"}', '{a="}"}'],
  ['{}', '{}'],
  ['', '{}'],
])('%j is a series', (text, printed) => {
  expect(formatLabels(parseSeriesName(text))).toBe(printed);
});

it.each(['up{job=~"a"}', 'up[5m]', 'up offset 1m', 'sum(up)', 'up{', '1'])('%j is no series', (text) => {
  expect(() => parseSeriesName(text)).toThrow();
});
