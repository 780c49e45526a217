import { expect, it } from 'vitest';
import { sorted } from './sorted.ts';

const by = (key: string | number | null) => key;

it('sorts numbers by size, and words as people count', () => {
  expect(sorted([10, 9, 100], by, false)).toEqual([9, 10, 100]);
  expect(sorted(['v10', 'v9', 'v1'], by, true)).toEqual(['v10', 'v9', 'v1']);
});

it('puts what has no value at the end both ways', () => {
  expect(sorted([null, 2, 1], by, false)).toEqual([1, 2, null]);
  expect(sorted([null, 2, 1], by, true)).toEqual([2, 1, null]);
});

it('keeps the order of equals', () => {
  const rows = ['b1', 'a1', 'b2', 'a2'];
  expect(sorted(rows, (row) => row.charAt(0), false)).toEqual(['a1', 'a2', 'b1', 'b2']);
});
