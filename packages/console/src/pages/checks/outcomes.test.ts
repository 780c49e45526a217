import { expect, it } from 'vitest';
import { barSeconds, outcomesOf, outcomesText } from './outcomes.ts';

it('tells what is bad from what nobody knows', () => {
  expect(outcomesOf([1, 0.5, 0, null])).toEqual(['good', 'doubt', 'bad', 'unknown']);
});

it('says the same in words', () => {
  const times = [0, 60, 120, 180];
  expect(outcomesText('2 h', times, ['good', 'bad', 'good', 'unknown'], 360_000)).toBe(
    'Last 2 h: 2 well, 1 not well (the last 5 min ago), 1 unknown',
  );
  expect(outcomesText('2 h', [], [], 0)).toBe('Last 2 h: nothing is known');
});

it('gives every bar at least one look', () => {
  expect([1_000, 60_000, 60_001, 3_600_000, 9e9].map(barSeconds)).toEqual([60, 60, 120, 3600, 86_400]);
});
