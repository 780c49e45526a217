import { expect, it } from 'vitest';
import { RuleGroup } from './rules/evaluate/group.ts';
import type { TargetState } from './samples/target.ts';
import { rulesStanding, scraperStanding, watchStandings } from './standing.ts';

const SECOND = 1_000;
const sinceMs = Date.UTC(2030, 0, 1);
const after = (seconds: number) => sinceMs + seconds * SECOND;

/** A group every ten seconds, evaluated last so many seconds after the start. */
function group(lastSeconds: number | undefined, intervalMs = 10 * SECOND): RuleGroup {
  const definition = { file: 'f', name: 'g', intervalMs, queryOffsetMs: undefined, limit: 0, rules: [] };
  const made = new RuleGroup(definition, {
    query: async () => [],
    appender: () => ({ append: () => 'ok', commit: async () => {} }),
    notify: () => {},
    ...{ intervalMs, resendDelayMs: 0, externalURL: '', externalLabels: {}, monotonicMs: () => 0 },
  });
  made.lastEvaluationAt = lastSeconds === undefined ? undefined : after(lastSeconds);
  return made;
}

it.each([
  ['has not come to them yet', [undefined], 50, 'unknown'],
  ['never comes to them', [undefined, undefined], 51, 'stopped'],
  ['evaluates them', [100, undefined], 150, 'running'],
  ['left one of them', [100, 140], 151, 'stopped'],
] as const)('rules: it %s', (_, groups, seconds, expected) => {
  expect(
    rulesStanding(
      groups.map((last) => group(last)),
      { nowMs: after(seconds), sinceMs },
    ),
  ).toBe(expected);
});

it('rules: each group counts by its own interval', () => {
  const groups = [group(100), group(0, 60 * SECOND)];
  expect(rulesStanding(groups, { nowMs: after(140), sinceMs })).toBe('running');
});

it.each([
  [undefined, 45, 'unknown'],
  [undefined, 46, 'stopped'],
  [60, 105, 'running'],
  [60, 106, 'stopped'],
] as const)('scraper: our own page was asked at %s s, it is %s s: %s', (last, seconds, expected) => {
  const own = {
    target: { job: 'seaworthy', source: { kind: 'inside' }, limits: { intervalMs: 15 * SECOND } },
    lastScrapeMs: last === undefined ? undefined : after(last),
  } as TargetState;
  const other = { target: { job: 'shop', source: { kind: 'url' } }, lastScrapeMs: after(seconds) } as TargetState;
  expect(scraperStanding([other, own], { nowMs: after(seconds), sinceMs })).toBe(expected);
});

it('tells of each part, and of rules only where there are any', () => {
  const looked = { nowMs: after(1), sinceMs };
  expect(watchStandings({ targets: [], groups: [], isDelivering: false }, looked)).toEqual({
    scraper: 'unknown',
    delivery: 'stopped',
  });
  expect(watchStandings({ targets: [], groups: [group(0)], isDelivering: true }, looked)).toEqual({
    ...{ scraper: 'unknown', rules: 'running', delivery: 'running' },
  });
});
