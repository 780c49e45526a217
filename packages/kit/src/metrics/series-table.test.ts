import fc from 'fast-check';
import { expect, it } from 'vitest';
import { SeriesTable } from './series-table.ts';

const labelNames = ['a', 'b', 'c'];

function table(limit = Number.POSITIVE_INFINITY) {
  const dropped: unknown[] = [];
  const create = () => ({ count: 0 });
  const series = new SeriesTable({
    labelNames,
    commonLabels: [],
    limit,
    create,
    onDropped: (labels) => dropped.push(labels),
  });
  return { series, dropped };
}

const value = fc.constantFrom('', 'x', 'y', 'x","b="y', '\u0000', '1:x');
const step = fc.record({ labels: fc.record({ a: value, b: value, c: value }), isRemoval: fc.boolean() });

it('keeps apart what has other labels, together what has the same, and nothing of what was removed', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { series } = table();
      const expected = new Map<string, number>();
      for (const { labels, isRemoval } of steps) {
        const key = JSON.stringify(labels);
        if (isRemoval) {
          series.remove(labels);
          expected.delete(key);
        } else {
          const held = series.at(labels);
          if (held) held.count += 1;
          expected.set(key, (expected.get(key) ?? 0) + 1);
        }
      }
      const found = [...series.series].map(({ labels, value: { count } }) => [JSON.stringify(labels), count] as const);
      expect(new Map(found)).toEqual(expected);
    }),
  );
});

it('has room again when a series was removed', () => {
  const { series, dropped } = table(2);
  for (const a of ['1', '2', '3']) series.at({ a, b: 'x', c: 'x' });
  expect(dropped).toEqual([{ a: '3', b: 'x', c: 'x' }]);
  series.remove({ a: '1', b: 'x', c: 'x' });
  expect(series.at({ a: '3', b: 'x', c: 'x' })).toEqual({ count: 0 });
  expect(series.at({ a: '1', b: 'x', c: 'x' })).toBeUndefined();
});
