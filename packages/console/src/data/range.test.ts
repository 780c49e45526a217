import { expect, it } from 'vitest';
import { alignedSpan, lasts, rangeOf, searchOfRange, spanOf, stepOf } from './range.ts';

it('stands in the address and comes back from it', () => {
  for (const { ms } of lasts) expect(rangeOf({ ...searchOfRange({ lastMs: ms }) })).toEqual({ lastMs: ms });
  const absolute = { startMs: 1000, endMs: 2000 };
  expect(rangeOf({ ...searchOfRange(absolute) })).toEqual(absolute);
});

it.each([{}, { last: 'soon' }, { from: 'x', to: '2' }, { from: '5', to: '2' }, { from: '5' }])(
  'falls back to the last hour when %o says nothing',
  (search) => expect(rangeOf(search)).toEqual({ lastMs: 3_600_000 }),
);

it('moves on with the clock when it is the last so long', () => {
  expect(spanOf({ lastMs: 100 }, 1000)).toEqual({ startMs: 900, endMs: 1000 });
});

it.each([
  [15 * 60_000, 5],
  [3_600_000, 15],
  [86_400_000, 600],
  [30 * 86_400_000, 14_400],
])('asks for %s ms in steps of %s s', (lastMs, step) => {
  expect(stepOf({ startMs: 0, endMs: lastMs })).toBe(step);
});

it('asks for the same until a step has passed', () => {
  const asked = (endMs: number) => alignedSpan({ startMs: endMs - 60_000, endMs }, 15);
  expect(asked(120_000)).toEqual(asked(134_999));
  expect(asked(135_000)).toEqual({ start: 75, end: 135 });
});
