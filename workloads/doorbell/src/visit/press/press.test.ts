import { expect, it } from 'vitest';
import { timeOfDay } from './press.ts';

it.each([
  [5, 'night'],
  [6, 'morning'],
  [11, 'morning'],
  [12, 'afternoon'],
  [17, 'afternoon'],
  [18, 'evening'],
  [21, 'evening'],
  [22, 'night'],
  [0, 'night'],
])('%d o’clock is %s', (hour, expected) => {
  expect(timeOfDay(hour)).toBe(expected);
});
