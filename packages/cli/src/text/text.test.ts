import { expect, it } from 'vitest';
import { columns } from './columns.ts';
import { formatAge, formatDuration, parseDuration, parseSpan } from './duration.ts';
import { formatBytes, formatRatio } from './quantity.ts';

it.each([
  ['250ms', 250],
  ['30s', 30_000],
  ['1.5s', 1500],
  ['5m', 300_000],
  ['2h', 7_200_000],
  ['30d', 2_592_000_000],
])('reads %s', (text, ms) => expect(parseDuration(text)).toBe(ms));

it.each([
  ['1h30m', 5_400_000],
  ['2w', 1_209_600_000],
  ['45m', 2_700_000],
])('reads %s as amtool does', (text, ms) => expect(parseSpan(text)).toBe(ms));

it.each(['', '1h 30m', 'h', '1h5'])('takes "%s" for no duration either', (text) =>
  expect(() => parseSpan(text)).toThrow('is no duration'),
);

it.each(['', '5', 's', '-1s', '5 s', '1m30s'])('takes "%s" for no duration', (text) =>
  expect(() => parseDuration(text)).toThrow('is no duration'),
);

it.each([
  [40, '40 ms'],
  [1234, '1.2 s'],
  [243_000, '4 min 3 s'],
  [7_500_000, '2 h 5 min'],
  [273_600_000, '3 d 4 h'],
])('writes %d ms as %s', (ms, text) => expect(formatDuration(ms)).toBe(text));

it('writes ages', () => {
  const now = Date.parse('2026-03-01T10:00:10.000Z');
  expect(formatAge('2026-03-01T10:00:00.000Z', now)).toBe('10.0 s ago');
  expect(formatAge('2026-03-01T10:00:20.000Z', now)).toBe('just now');
});

it('writes sizes and shares', () => {
  expect([0, 1023, 1_482_330, 3 * 1024 ** 3].map(formatBytes)).toEqual(['0 B', '1023 B', '1.4 MiB', '3.0 GiB']);
  expect([0, 0.123, 1, null].map(formatRatio)).toEqual(['0 %', '12.3 %', '100 %', 'unknown']);
});

it('aligns columns by what is seen, not by escape codes', () => {
  expect(
    columns([
      ['a', 'x'],
      ['\x1b[1mbbb\x1b[22m', 'y'],
    ]),
  ).toBe('a    x\n\x1b[1mbbb\x1b[22m  y');
});
