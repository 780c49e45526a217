import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { readRuleFile } from './file/read-rule-file.ts';
import { presetTests, rulePresets } from './presets.ts';
import { runTestFile } from './unit-test/run-test-file.ts';

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;
const presets = rulePresets();

describe.skipIf(!hasPromtool)('presets in promtool (skipped where it is not installed)', () => {
  it.each(presets)('$name is sound, and passes its tests', (preset) => {
    expect(spawnSync('promtool', ['check', 'rules', preset.file]).status).toBe(0);
    expect(spawnSync('promtool', ['test', 'rules', presetTests(preset)]).status).toBe(0);
  });
});

describe.each(presets)('the tests of the preset $name', (preset) => {
  const tests = readFileSync(presetTests(preset), 'utf8');
  const { groups } = readRuleFile(preset.text, preset.file);

  it.each(groups.flatMap(({ rules }) => rules))('fail when $name tells nothing', async ({ name }) => {
    const expr = new RegExp(`(alert: ${name}\\n    expr: )[^]*?(?=\\n    (?:for|labels):)`);
    const text = preset.text.replace(expr, '$1vector(1) < 0');
    expect(text).not.toBe(preset.text);
    const rules = () => [{ file: preset.file, text }];
    expect((await runTestFile(testsThatName(name, tests), 't', rules)).isPassed).toBe(false);
  });
});

/** When some of the tests fail, the file does; those that do not speak of the rule take time alone. */
function testsThatName(name: string, text: string): string {
  const file = parse(text) as { tests: readonly object[] };
  return stringify({ ...file, tests: file.tests.filter((each) => JSON.stringify(each).includes(name)) });
}
