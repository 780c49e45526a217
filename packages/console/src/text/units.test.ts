import { expect, it } from 'vitest';
import type { Unit } from './units.ts';
import { formatUnit } from './units.ts';

it.each<[number | null, Unit, string]>([
  [null, 'seconds', '–'],
  [Number.NaN, 'none', '–'],
  [Number.POSITIVE_INFINITY, 'none', '∞'],
  [0, 'none', '0'],
  [12_345, 'none', '12.3 k'],
  [12_345, 'count', '12,345'],
  [2_500_000, 'count', '2.5 M'],
  [0.125, 'ratio', '12.5 %'],
  [99.95, 'percent', '100 %'],
  [0.0345, 'seconds', '34.5 ms'],
  [34.5, 'milliseconds', '34.5 ms'],
  [0, 'milliseconds', '0 ms'],
  [0.00002, 'seconds', '20 µs'],
  [90, 'seconds', '90 s'],
  [5400, 'seconds', '90 min'],
  [259_200, 'seconds', '3 d'],
  [0, 'bytes', '0 B'],
  [1536, 'bytes', '1.5 KiB'],
  [1_073_741_824, 'bytesPerSecond', '1 GiB/s'],
  [198.4, 'perSecond', '198/s'],
  [1, 'yesNo', 'yes'],
  [0.00001, 'none', '1.0e−5'],
])('%s as %s is %s', (value, unit, text) => expect(formatUnit(value, unit)).toBe(text));
