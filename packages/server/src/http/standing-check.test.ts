import { expect, it } from 'vitest';
import { judgeStandings } from './standing-check.ts';

it.each([
  [{ scraper: 'running', rules: 'running' }, 'healthy', '2 running'],
  [{ scraper: 'running', rules: 'unknown' }, 'unknown', 'not known yet: rules'],
  [{ scraper: 'stopped', rules: 'unknown', delivery: 'running' }, 'unhealthy', 'stands still: scraper'],
] as const)('%j is %s', (parts, status, message) => {
  expect(judgeStandings(parts)).toEqual({ status, message, details: parts });
});
