import { expect, it } from 'vitest';
import { fieldEntries, splitConditions, withCondition } from './conditions.ts';

it('names fields as conditions name them', () => {
  expect(fieldEntries({ status: 500, context: { stage: 'store', 'a.b': true }, tags: ['x'], 'not a name': 1 })).toEqual(
    [
      { path: 'status', text: '500', value: '500' },
      { path: 'context.stage', text: 'store', value: 'store' },
      { path: 'context.a.b', text: 'true', value: 'true' },
      { path: 'tags', text: '["x"]', value: null },
      { path: 'not a name', text: '1', value: null },
    ],
  );
});

it('adds a condition once, in quotes where it has blanks, and drops its contrary', () => {
  expect(withCondition('', 'name', '=', 'two words')).toBe('name="two words"');
  expect(withCondition('status>=500', 'user', '!=', 'anna')).toBe('status>=500 user!=anna');
  expect(withCondition('a="x y" user!=anna', 'user', '=', 'anna')).toBe('a="x y" user=anna');
  expect(withCondition('user=anna', 'user', '=', 'anna')).toBe('user=anna');
  expect(withCondition('', 'say', '=', 'a "b"')).toBe('say="a \\"b\\""');
  expect(withCondition('', 'empty', '=', '')).toBe('empty=""');
});

it('tells conditions apart by the blanks outside of quotes', () => {
  expect(splitConditions(' a=1  b="x \\" y" !c ')).toEqual(['a=1', 'b="x \\" y"', '!c']);
});
