import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkRuleFile } from './file/check-rule-file.ts';
import { readRuleFile } from './file/read-rule-file.ts';
import { presetTests, rulePresets } from './presets.ts';
import { readTestFile } from './unit-test/read-test-file.ts';
import { runTestFile } from './unit-test/run-test-file.ts';

const presets = rulePresets();

it('there is a preset for each workload and for Seaworthy itself', () => {
  expect(presets.map(({ name }) => name)).toEqual(['asr', 'doorbell', 'scraper', 'seaworthy']);
});

describe.each(presets)('the preset $name', (preset) => {
  const tests = readFileSync(presetTests(preset), 'utf8');
  const alerts = readRuleFile(preset.text, preset.file).groups.flatMap(({ rules }) => rules);
  const cases = readTestFile(tests, 't').test.tests.flatMap(({ alertTests }) => alertTests);

  it('is sound', () => {
    expect(checkRuleFile(preset.text, preset.file)).toMatchObject({ isValid: true, problems: [], duplicates: [] });
  });

  it('passes its tests', async () => {
    const { failures, warnings } = await runTestFile(tests, 't', () => [preset]);
    expect({ failures, warnings }).toEqual({ failures: [], warnings: [] });
  });

  it.each(alerts)('is tested for $name: quiet, firing, over', ({ name }) => {
    const seen = cases.filter(({ alertName }) => alertName === name).sort((a, b) => a.atMs - b.atMs);
    const firing = seen.findIndex(({ expected }) => expected.length > 0);
    expect(seen.slice(0, firing).length).toBeGreaterThan(0);
    expect(seen.slice(firing).some(({ expected }) => expected.length === 0)).toBe(true);
  });

  it('gives each alert a severity, a summary and a description', () => {
    for (const rule of alerts) {
      expect(['info', 'warning', 'critical']).toContain(rule.labels['severity']);
      expect(rule.type === 'alerting' && Object.keys(rule.annotations)).toEqual(['summary', 'description']);
    }
  });
});
