import { expect, test } from 'vitest';
import type { HealthTrend } from './health-trend.ts';
import { follow, isSettled, UNPROBED } from './health-trend.ts';

const THRESHOLDS = { rise: 2, fall: 3 };

/** `+` is a good probe, `-` a bad one. */
function after(outcomes: string): HealthTrend {
  return [...outcomes].reduce((trend, outcome) => follow(trend, outcome === '+', THRESHOLDS), UNPROBED);
}

test.each([
  ['', 'unknown'],
  ['+', 'unknown'],
  ['++', 'up'],
  ['+-+', 'unknown'],
  ['-+-+', 'unknown'],
  ['--', 'unknown'],
  ['---', 'down'],
  ['++--', 'up'],
  ['++--+--', 'up'],
  ['++---', 'down'],
  ['++---+', 'down'],
  ['++---+-+', 'down'],
  ['++---++', 'up'],
])('after %j it is %s', (outcomes, health) => {
  expect(after(outcomes).health).toBe(health);
});

test('only a target that is up without a doubt is asked at leisure', () => {
  expect(['', '+', '++', '++-', '++-+', '++---'].map((outcomes) => isSettled(after(outcomes)))).toEqual([
    false,
    false,
    true,
    false,
    true,
    false,
  ]);
});
