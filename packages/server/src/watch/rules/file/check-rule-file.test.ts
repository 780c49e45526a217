import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { testFolder } from '../../../platform/testing.ts';
import { checkRuleFile, formatRuleProblem } from './check-rule-file.ts';
import { findFiles } from './find-files.ts';
import { readRuleFile } from './read-rule-file.ts';

const bad = `groups:
- name: a
  intervall: 1m
  rules:
  - alert: A
    record: b
    expr: 'up == '
    for: 1m
  - alert: B
    expr: up
    labels: {__name__: x, a-b: c}
    annotations: {summary: '{{ $labels.x | foo }}'}
  - record: a b
    keep_firing_for: 1x
    expr: |
      sum(
        up
  - {}
- name: a
`;

it('tells everything that is wrong with a file at once, each with its place', () => {
  const { isValid, problems } = checkRuleFile(bad, 'bad.yml');
  expect(isValid).toBe(false);
  expect(problems.map(formatRuleProblem)).toEqual([
    'bad.yml:3:3: groups[0].intervall: is not known here',
    `bad.yml:6:13: group "a", rule 1, "A": only one of 'record' and 'alert' must be set`,
    'bad.yml:7:11: group "a", rule 1, "A": could not parse expression: 1:7: parse error: unexpected end of input',
    `bad.yml:8:10: group "a", rule 1, "A": invalid field 'for' in recording rule`,
    'bad.yml:11:24: group "a", rule 2, "B": invalid label name: __name__',
    'bad.yml:11:32: group "a", rule 2, "B": invalid label name: a-b',
    'bad.yml:12:28: group "a", rule 2, "B": annotation "summary": template: __alert_B:1: function "foo" not defined',
    'bad.yml:13:13: group "a", rule 3, "a b": invalid recording rule name: a b',
    'bad.yml:14:22: groups[0].rules[2].keep_firing_for: is not a duration',
    'bad.yml:15:11: group "a", rule 3, "a b": could not parse expression: 3:1: parse error: unclosed left parenthesis',
    `bad.yml:18:5: group "a", rule 4, "": one of 'record' or 'alert' must be set`,
    `bad.yml:18:5: group "a", rule 4, "": field 'expr' must be set in rule`,
    'bad.yml:19:3: groups[1]: groupname: "a" is repeated in the same file',
  ]);
});

it('reads groups with all that they may have', () => {
  const text = `groups:
- name: a
  interval: 30s
  query_offset: 1m
  limit: 3
  labels: {team: sea, severity: none}
  rules:
  - alert: A
    expr: up == 0
    for: 1h30m
    keep_firing_for: 5m
    labels: {severity: 1.50}
    annotations: {summary: down}
  - {record: 'a:b', expr: 1}
`;
  const { groups, problems } = readRuleFile(text, 'r.yml');
  expect(problems).toEqual([]);
  expect(groups).toEqual([
    {
      file: 'r.yml',
      name: 'a',
      intervalMs: 30_000,
      queryOffsetMs: 60_000,
      limit: 3,
      rules: [
        {
          type: 'alerting',
          name: 'A',
          expr: 'up == 0',
          labels: { team: 'sea', severity: '1.50' },
          annotations: { summary: 'down' },
          forMs: 5_400_000,
          keepFiringForMs: 300_000,
        },
        { type: 'recording', name: 'a:b', expr: '1', labels: { team: 'sea', severity: 'none' } },
      ],
    },
  ]);
});

it('tells of rules that overwrite each other, and lets them be', () => {
  const rule = '{record: x, expr: up, labels: {a: b}}';
  const { isValid, duplicates, rules } = checkRuleFile(`groups: [{name: a, rules: [${rule}, ${rule}]}]`, 'r.yml');
  expect({ isValid, duplicates, rules }).toEqual({
    isValid: true,
    duplicates: [{ name: 'x', labels: { a: 'b' } }],
    rules: 2,
  });
});

it('finds files by pattern', async () => {
  const folder = await testFolder();
  mkdirSync(join(folder, 'more'));
  for (const name of ['b.yml', 'a.yml', 'a.yaml', 'more/c.yml', 'x(1).yml']) writeFileSync(join(folder, name), '');
  const found = (pattern: string) => findFiles(pattern, folder).map((file) => file.slice(folder.length + 1));
  expect(found('*.yml')).toEqual(['a.yml', 'b.yml', 'x(1).yml']);
  expect(found('[ab].yml')).toEqual(['a.yml', 'b.yml']);
  expect(found('m*/?.yml')).toEqual(['more/c.yml']);
  expect(found('x(1).*')).toEqual(['x(1).yml']);
  expect(found('a.yaml')).toEqual(['a.yaml']);
  expect(found('nope.yml')).toEqual([]);
  expect(found('nope/*.yml')).toEqual([]);
});
