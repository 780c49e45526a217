import type { Rule, RuleGroup } from '@seaworthy/api';
import { sampleTime } from '@seaworthy/api/testing';
import { expect, it } from 'vitest';
import { countRules, filterGroups, standingOf } from './rule-words.ts';

function rule(over: Partial<Rule>): Rule {
  return {
    ...{ name: 'Down', type: 'alerting', expr: 'up == 0', labels: {}, annotations: {}, forMs: 0, state: 'inactive' },
    ...{ pending: 0, firing: 0, health: 'ok', lastError: '', lastEvaluation: sampleTime, durationMs: 1 },
    ...over,
  };
}

const groups: RuleGroup[] = [
  {
    ...{ name: 'shop', file: 'shop.yaml', intervalMs: 15_000, health: 'err', lastEvaluation: sampleTime },
    ...{ durationMs: 2, missedEvaluations: 0 },
    rules: [
      rule({ state: 'firing', firing: 1 }),
      rule({ name: 'Broken', expr: 'a + b', health: 'err', state: 'firing' }),
      rule({ name: 'workers', type: 'recording', state: null }),
      rule({ name: 'rates', type: 'recording', state: null, health: 'unknown' }),
      rule({ name: 'New', health: 'unknown', labels: { team: 'Door' } }),
    ],
  },
];

it('takes a failure before what was known before it', () => {
  expect(groups[0]?.rules.map(standingOf)).toEqual(['firing', 'failing', 'recording', 'unknown', 'unknown']);
  expect(countRules(groups)).toEqual({
    alerting: 3,
    recording: 2,
    firing: 1,
    pending: 0,
    failing: 1,
    unknown: 2,
    blind: 1,
  });
});

it('finds rules by name, expression, group and label, and by how they stand', () => {
  const found = (text: string, health = '') =>
    filterGroups(groups, { text, health }).flatMap(({ rules }) => rules.map(({ name }) => name));
  expect(found('')).toHaveLength(5);
  expect(found('A + B')).toEqual(['Broken']);
  expect(found('door')).toEqual(['New']);
  expect(found('shop', 'firing')).toEqual(['Down']);
  expect(found('nothing')).toEqual([]);
});
