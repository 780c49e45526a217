import { expect, it } from 'vitest';
import { formatSpan, formatUntil } from './spans.ts';

it.each([
  [250, '250 ms'],
  [30_000, '30 s'],
  [5_400_000, '1 h 30 min'],
  [14_400_000, '4 h'],
  [30 * 86_400_000, '30 d'],
  [93_784_000, '1 d 2 h'],
])('%i ms are %s', (ms, text) => expect(formatSpan(ms)).toBe(text));

it.each([
  [-1, 'now'],
  [0, 'now'],
  [400, 'in 1 s'],
  [59_000, 'in 59 s'],
  [90_000, 'in 2 min'],
  [7_200_000, 'in 2 h'],
  [11_400_000, 'in 3 h 10 min'],
  [4 * 86_400_000, 'in 4 d'],
])('%i ms from now is %s', (ms, text) => expect(formatUntil(new Date(ms).toISOString(), 0)).toBe(text));
