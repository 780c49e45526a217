import { expect, it } from 'vitest';
import { rowAt, sliceOf, topsOf } from './slice-of.ts';

const even = topsOf(10_000, () => 20);

it('draws of a long list what is seen and little more, and keeps the room of the rest', () => {
  const slice = sliceOf(even, 100_000, 600, 200);
  expect(slice).toEqual({ first: 4990, end: 5041, beforePx: 99_800, afterPx: 99_180 });
  expect(slice.beforePx + slice.afterPx + (slice.end - slice.first) * 20).toBe(200_000);
});

it('ends at both ends of the list', () => {
  expect(sliceOf(even, 0, 600, 200)).toMatchObject({ first: 0, beforePx: 0 });
  expect(sliceOf(even, 199_400, 600, 200)).toMatchObject({ end: 10_000, afterPx: 0 });
  expect(
    sliceOf(
      topsOf(0, () => 20),
      0,
      600,
      200,
    ),
  ).toEqual({ first: 0, end: 0, beforePx: 0, afterPx: 0 });
});

it('finds rows of different heights', () => {
  const tops = topsOf(4, (index) => [20, 300, 20, 20][index] ?? 0);
  expect([0, 19, 20, 319, 320, 359, 5000].map((px) => rowAt(tops, px))).toEqual([0, 0, 1, 1, 2, 3, 3]);
});
