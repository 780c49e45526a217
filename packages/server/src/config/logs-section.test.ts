import { expect, it } from 'vitest';
import { LogsSection, normalizeLogs } from './logs-section.ts';

it('keeps logs for a week in a gigabyte unless told otherwise', () => {
  expect(normalizeLogs(LogsSection.parse({}))).toEqual({ retentionMs: 7 * 86_400_000, maxBytes: 2 ** 30 });
  expect(normalizeLogs(LogsSection.parse({ retention: '2h', maxBytes: '64Mi' }))).toEqual({
    retentionMs: 7_200_000,
    maxBytes: 64 * 2 ** 20,
  });
});

it.each([
  [{ retention: '0s' }, 'is no time at all'],
  [{ maxBytes: '1Mi' }, 'is too little'],
  [{ keep: '1h' }, 'keep'],
])('refuses %j', (section, message) => {
  expect(JSON.stringify(LogsSection.safeParse(section).error?.issues)).toContain(message);
});
