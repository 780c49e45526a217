import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testFolder } from '../../platform/testing.ts';
import { checkRuleFile, formatRuleProblem } from './file/check-rule-file.ts';
import { findFiles } from './file/find-files.ts';
import { runTestFile } from './unit-test/run-test-file.ts';

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

/** One rule each, from parts of which some are wrong; `null` leaves the field out. */
const names = [
  { alert: 'A' },
  { record: 'a:b' },
  { alert: 'A', record: 'a:b' },
  {},
  { record: 'a b' },
  { alert: '' },
  { alert: 1 },
];
const exprs = [
  'up == 0',
  'sum(',
  '',
  'rate(up[5m])',
  'rate(up)',
  'up[5m]',
  '"text"',
  '1',
  'nope(up)',
  'up{a=~"("}',
  null,
  5,
];
const more: readonly Readonly<Record<string, unknown>>[] = [
  {},
  { for: '5m' },
  { for: '0s' },
  { for: 5 },
  { for: '0' },
  { for: '' },
  { for: '5x' },
  { for: null },
  { for: '1h30m' },
  { keep_firing_for: '1m' },
  { keep_firing_for: '-1m' },
  { labels: { a: 'b' } },
  { labels: { a: 1, b: true, c: null, d: 1.5 } },
  { labels: { 'a-b': 'c' } },
  { labels: { __name__: 'c' } },
  { labels: ['a'] },
  { labels: 'a' },
  { labels: null },
  { labels: { a: '{{ $labels.job }}' } },
  { labels: { a: '{{ $labels.job' } },
  { labels: { a: { b: 'c' } } },
  { annotations: { summary: '{{ $value | humanize }}' } },
  { annotations: { summary: '{{ $value | nope }}' } },
  { annotations: { summary: '{{ $nope }}' } },
  { annotations: { summary: '{{ if true }}x' } },
  { annotations: { summary: '{{ range query "up" }}{{ .Labels.job }}{{ else }}none{{ end }}' } },
  { annotations: { summary: '{{ define "x" }}a{{ end }}{{ template "x" }}' } },
  { annotations: { summary: '{{ end }}' } },
  { annotations: { summary: '{{ 1 | 2 }}' } },
  { annotations: { summary: '{{ }}' } },
  { annotations: { summary: '{{ /* text */ }}' } },
  { annotations: { summary: '{{/* text */}}{{- "a" -}}' } },
  { annotations: { summary: "{{ 'ab' }}" } },
  { annotations: { summary: '{{ .Labels.job.x }}{{ (args 1).arg0 }}' } },
  { annotations: { summary: '{{ with $x := 1 }}{{ $x }}{{ end }}{{ $x }}' } },
  { annotations: { summary: '{{ break }}' } },
  { annotations: { 'a-b': 'c' } },
  { severity: 'x' },
];
const groups: readonly unknown[] = [
  null,
  [],
  {},
  [null],
  [{ name: 'a' }],
  [{ name: '' }],
  [{ name: 'a' }, { name: 'a' }],
  [{ name: 'a', interval: '30s', limit: 3 }],
  [{ name: 'a', interval: 30 }],
  [{ name: 'a', limit: 'x' }],
  [{ name: 'a', limit: -1 }],
  [{ name: 'a', rules: {} }],
  [{ name: 'a', rules: [null] }],
  [{ name: 'a', partial: true }],
  [{ name: 1, rules: [{ record: 'x', expr: 1 }] }],
];
const texts = [
  '',
  'groups:\n',
  'a: [',
  '[]',
  'groups:\n- name: a\n  name: b\n',
  'groups: []\nother: 1\n',
  'groups:\n- name: a\n  rules:\n  - record: y\n    expr: |\n      sum(\n        up)\n',
  'groups:\n- name: a\n  rules:\n  - &r {record: y, expr: up}\n  - *r\n',
  'groups:\n - name: a\n  rules: []\n',
  '# nothing\n',
  'groups:\n- name: a\n  rules:\n  - alert: yes\n    expr: up\n    labels: {on: off, n: 0x10}\n',
];
const files = [
  ...names.flatMap((name) => exprs.slice(0, 3).map((expr) => oneRule({ ...name, expr }))),
  ...exprs.map((expr) => oneRule({ alert: 'A', ...(expr === null ? {} : { expr }) })),
  ...more.flatMap((fields) => [
    oneRule({ alert: 'A', expr: 'up', ...fields }),
    oneRule({ record: 'a', expr: 'up', ...fields }),
  ]),
  ...groups.map((each) => JSON.stringify({ groups: each })),
  ...texts,
];

const rules = `
groups:
- name: a
  rules:
  - alert: A
    expr: up == 0
    for: 1m
    labels: {severity: x}
    annotations: {summary: 'down {{ $labels.job }}'}
  - record: a:b
    expr: sum(up)
- name: b
  rules:
  - record: two
    expr: a + on() a
  - record: later
    expr: a:b * 2
`;
const good = { series: 'up{job="x"}', values: '1 0x4 _ stale' };
const firing = { exp_labels: { job: 'x', severity: 'x' }, exp_annotations: { summary: 'down x' } };
const alertTest = (fields: object) => ({
  interval: '1m',
  input_series: [good],
  alert_rule_test: [{ eval_time: '2m', alertname: 'A', ...fields }],
});
const queryTest = (fields: object) => ({
  interval: '1m',
  input_series: [good],
  promql_expr_test: [{ eval_time: '2m', expr: 'up', ...fields }],
});
const answer = (labels: string, value: unknown) => ({ exp_samples: [{ labels, value }] });
const tests: readonly object[] = [
  {},
  { tests: [] },
  { tests: [alertTest({ exp_alerts: [firing] })] },
  { tests: [alertTest({})] },
  { tests: [alertTest({ eval_time: '1m' })] },
  { tests: [alertTest({ eval_time: '1m59s' })] },
  { tests: [alertTest({ exp_alerts: [firing, firing] })] },
  { tests: [alertTest({ exp_alerts: [{ ...firing, exp_annotations: {} }] })] },
  { tests: [alertTest({ exp_alerts: [{ ...firing, exp_labels: { job: 'y', severity: 'x' } }] })] },
  { tests: [alertTest({ alertname: 'Nope' })] },
  { tests: [alertTest({ alertname: 'Nope', exp_alerts: [{}] })] },
  { tests: [alertTest({ alertname: '' })] },
  { tests: [alertTest({ eval_time: '6m' })] },
  { tests: [alertTest({ eval_time: 6 })] },
  { tests: [alertTest({ exp_alert: [] })] },
  { tests: [queryTest(answer('up{job="x"}', 0))] },
  { tests: [queryTest(answer('{__name__="up",job="x"}', 0))] },
  { tests: [queryTest(answer('up{job="x"}', 1))] },
  { tests: [queryTest(answer('up', 0))] },
  { tests: [queryTest(answer('up{job=~"x"}', 0))] },
  { tests: [queryTest({})] },
  { tests: [queryTest({ eval_time: '10m' })] },
  { tests: [queryTest({ expr: 'a:b', ...answer('a:b', 0) })] },
  { tests: [queryTest({ expr: '1', ...answer('{}', 1) })] },
  { tests: [queryTest({ expr: '1', ...answer('', '1') })] },
  { tests: [queryTest({ expr: '0.1 + 0.2', ...answer('{}', 0.3) })] },
  { tests: [queryTest({ expr: 'sum(' })] },
  { tests: [queryTest({ expr: '"s"' })] },
  { tests: [queryTest({ expr: 'up[5m]' })] },
  {
    tests: [
      queryTest({
        expr: 'ALERTS',
        exp_samples: [{ labels: 'ALERTS{alertname="A",alertstate="firing",job="x",severity="x"}', value: 1 }],
      }),
    ],
  },
  {
    tests: [
      queryTest({
        expr: 'ALERTS_FOR_STATE',
        exp_samples: [{ labels: 'ALERTS_FOR_STATE{alertname="A",job="x",severity="x"}', value: 60 }],
      }),
    ],
  },
  { tests: [queryTest({ expr: 'later', ...answer('later', 0) })] },
  { group_eval_order: ['b', 'a'], tests: [queryTest({ expr: 'later offset 1m', ...answer('later', 2) })] },
  { group_eval_order: ['a', 'b', 'a'], tests: [] },
  { group_eval_order: ['zzz'], tests: [] },
  { evaluation_interval: '30s', tests: [alertTest({ exp_alerts: [firing] })] },
  { evaluation_interval: '5m', tests: [alertTest({})] },
  { evaluation_interval: '30x', tests: [] },
  { rule_files: ['nope*.yml', 'nope.yml'], tests: [queryTest(answer('up{job="x"}', 0))] },
  { rule_files: ['r*.yml'], tests: [queryTest({ expr: 'a:b', ...answer('a:b', 0) })] },
  { rule_files: ['bad.yml'], tests: [] },
  { rule_files: ['bad.yml'], tests: [queryTest(answer('up{job="x"}', 0))] },
  {
    tests: [
      {
        input_series: [
          { series: 'a{x="1"}', values: '1' },
          { series: 'a{x="2"}', values: '1' },
        ],
        promql_expr_test: [{ expr: '1', ...answer('{}', 1) }],
      },
    ],
  },
  {
    tests: [
      {
        ...queryTest({ expr: 'up', eval_time: '1m', ...answer('up{job="x"}', 5) }),
        interval: '30s',
        input_series: [{ series: 'up{job="x"}', values: '1+2x3' }],
      },
    ],
  },
  {
    tests: [
      {
        ...alertTest({ exp_alerts: [{ ...firing, exp_annotations: { summary: 'down x' } }] }),
        external_labels: { dc: 'y' },
        external_url: 'http://x',
      },
    ],
  },
  { tests: [{ intervall: '1m' }] },
  { other: 1 },
  ...[
    '1+2x3',
    '1-2x3',
    '_x3',
    'stale',
    '1 stale 2',
    'NaN',
    '-Inf',
    '0x10',
    '0x1f',
    '1+1x0',
    '1x',
    '1+x3',
    '',
    '1,2',
    'stalex2',
    '1+1x-1',
    '1+NaNx2',
    '1x2x3',
    '1 +2x3',
    '1+ 2x3',
    '1+-2x3',
    '1_000',
    '1e+3x2',
    '1:2',
    '1m',
    '.5',
    '5.',
    'x2',
    'NaNx2',
    '1--1x2',
    '1+1x2.5',
    'abc',
    '{{schema:1}}',
  ].map((values) => ({
    rule_files: [],
    tests: [
      {
        input_series: [{ series: 'a', values }],
        promql_expr_test: [{ expr: 'vector(1)', eval_time: '5m', ...answer('{}', 1) }],
      },
    ],
  })),
  ...['a{', 'a{b=c}', 'a{b="c",}', '{a="b"}', '{}', 'a b', '1a', 'a{b!="c"}', ''].map((series) => ({
    rule_files: [],
    tests: [{ input_series: [{ series, values: '1' }], promql_expr_test: [{ expr: 'vector(1)', ...answer('{}', 1) }] }],
  })),
];

describe.skipIf(!hasPromtool)('verdicts beside promtool (skipped where it is not installed)', () => {
  it(`are the same on ${files.length} rule files`, async () => {
    const folder = await testFolder();
    const different = files.flatMap((text, index) => {
      const file = join(folder, `${index}.yml`);
      writeFileSync(file, text);
      const theirs = spawnSync('promtool', ['check', 'rules', file], { encoding: 'utf8' });
      const ours = checkRuleFile(text, file);
      if (ours.isValid === (theirs.status === 0)) return [];
      return [{ text, ours: ours.problems.map(formatRuleProblem), theirs: theirs.stderr }];
    });
    expect(different).toEqual([]);
  });

  it('count the same rules and duplicates', async () => {
    const file = join(await testFolder(), 'rules.yml');
    const text = `${rules}  - record: later\n    expr: '1'\n`;
    writeFileSync(file, text);
    const out = spawnSync('promtool', ['check', 'rules', file], { encoding: 'utf8' });
    expect(out.stderr).toContain('1 duplicate rule(s) found');
    expect(checkRuleFile(text, file)).toMatchObject({ rules: 5, duplicates: [{ name: 'later', labels: {} }] });
    expect(spawnSync('promtool', ['check', 'rules', '--lint-fatal', file]).status).toBe(3);
  });

  it(`are the same on ${tests.length} test files`, async () => {
    const folder = await testFolder();
    writeFileSync(join(folder, 'rules.yml'), rules);
    writeFileSync(join(folder, 'bad.yml'), 'groups: [{name: a, rules: [{record: x}]}]');
    const different: object[] = [];
    for (const [index, test] of tests.entries()) {
      const file = join(folder, `test-${index}.yml`);
      const text = JSON.stringify({ rule_files: ['rules.yml'], ...test });
      writeFileSync(file, text);
      const theirs = spawnSync('promtool', ['test', 'rules', file], { encoding: 'utf8' });
      const ours = await runTestFile(text, file, (pattern) => sources(pattern, folder));
      if (ours.isPassed !== (theirs.status === 0)) {
        different.push({ text, ours: ours.failures, theirs: theirs.stdout + theirs.stderr });
      }
    }
    expect(different).toEqual([]);
  });
});

function sources(pattern: string, folder: string) {
  return findFiles(pattern, folder).map((file) => ({ file, text: readFileSync(file, 'utf8') }));
}

function oneRule(rule: object): string {
  return JSON.stringify({ groups: [{ name: 'g', rules: [rule] }] });
}
