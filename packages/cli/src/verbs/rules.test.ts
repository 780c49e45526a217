import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { run } from '../run.ts';
import { testHost } from '../testing.ts';

const rules = 'groups: [{name: a, rules: [{alert: Down, expr: up == 0, for: 1m}, {record: x, expr: up}]}]';
const twice = 'groups: [{name: a, rules: [{record: x, expr: up}, {record: x, expr: up}]}]';
const bad = 'groups:\n- name: a\n  rules:\n  - alert: A\n    expr: sum(\n';

function test(expected: string): string {
  return `rule_files: ['r*.yml']
tests:
- interval: 1m
  input_series: [{series: 'up{job="a"}', values: 0x5}]
  alert_rule_test: [{eval_time: 2m, alertname: Down, exp_alerts: ${expected}}]
`;
}

async function runRules(files: Readonly<Record<string, string>>, ...argv: string[]) {
  const cwd = mkdtempSync(join(tmpdir(), 'seaworthy-rules-'));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  const host = testHost({ cwd });
  const exit = await run(['rules', ...argv], host);
  return { exit, out: host.out(), err: host.err() };
}

it('checks files, each on its own', async () => {
  const { exit, out } = await runRules({ 'rules.yml': rules, 'bad.yml': bad }, 'check', 'rules.yml', 'bad.yml');
  expect(exit).toBe(1);
  expect(out).toBe(`Checking rules.yml
  SUCCESS: 2 rules found

Checking bad.yml
  FAILED:
bad.yml:5:11: group "a", rule 1, "A": could not parse expression: 1:5: parse error: unclosed left parenthesis
`);
});

it('lets rules that overwrite each other be, unless it is told not to', async () => {
  expect(await runRules({ 'r.yml': twice }, 'check', 'r.yml')).toMatchObject({
    exit: 0,
    out: 'Checking r.yml\n  SUCCESS: 2 rules found\n  twice: x {}\n',
  });
  expect((await runRules({ 'r.yml': twice }, 'check', '--lint-fatal', 'r.yml')).exit).toBe(3);
});

it('answers in JSON', async () => {
  const { exit, out } = await runRules({ 'r.yml': rules }, 'check', 'r.yml', '--json');
  expect(exit).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ files: [{ file: 'r.yml', isValid: true, rules: 2 }] });
});

it('runs unit tests against the rules that stand beside them', async () => {
  const passes = await runRules({ 'rules.yml': rules, 't.yml': test('[{exp_labels: {job: a}}]') }, 'test', 't.yml');
  expect(passes).toMatchObject({ exit: 0, out: 'Unit testing: t.yml\n  SUCCESS\n' });
  const fails = await runRules({ 'rules.yml': rules, 't.yml': test('[]') }, 'test', 't.yml');
  expect(fails).toMatchObject({
    exit: 1,
    out: `Unit testing: t.yml
  FAILED:
    alertname: Down, time: 2m,
        exp: nothing
        got: labels {alertname="Down", job="a"} annotations {}
`,
  });
});

it('says which file is not there', async () => {
  const { exit, err } = await runRules({}, 'check', 'nope.yml');
  expect(exit).toBe(1);
  expect(err).toContain('nope.yml cannot be read.');
});
