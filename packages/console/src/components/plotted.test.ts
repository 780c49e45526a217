import { expect, it } from 'vitest';
import { plottedOf } from './plotted.ts';

const times = [0, 10, 20];
const a = { name: 'a', values: [1, 2, null] };
const b = { name: 'b', values: [10, null, 30] };
const heights = (hidden: string[], kind: 'line' | 'stacked') =>
  plottedOf(times, [a, b], new Set(hidden), kind).series.map((each) => each.heights);

it('draws lines as high as they are', () => {
  expect(heights([], 'line')).toEqual([a.values, b.values]);
});

it('stacks what is shown, and leaves gaps where nothing was measured', () => {
  expect(heights([], 'stacked')).toEqual([
    [1, 2, null],
    [11, null, 30],
  ]);
  expect(heights(['a'], 'stacked')[1]).toEqual(b.values);
});

it('gives each series a look of its own, dashed when the colours have run out', () => {
  const many = Array.from({ length: 10 }, (_, index) => ({ name: String(index), values: [] }));
  const looks = plottedOf([], many, new Set(), 'line').series.map(({ paint, isDashed }) => `${paint} ${isDashed}`);
  expect(new Set(looks).size).toBe(10);
});
