import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkRuleFile } from '../rules/file/check-rule-file.ts';
import { readRuleFile } from '../rules/file/read-rule-file.ts';
import { runTestFile } from '../rules/unit-test/run-test-file.ts';
import { burnWindows } from './burn-windows.ts';
import { writeRuleFile } from './rule-file.ts';
import { sloRuleGroups } from './rule-groups.ts';
import { sampleSlo, testdataSlos } from './testing.ts';

const DAY = 86_400_000;
const folder = fileURLToPath(new URL('./testdata/', import.meta.url));

describe('the rules of objectives', () => {
  it('are sound as a file, which reads as the same rules', () => {
    const groups = sloRuleGroups(Object.values(testdataSlos).slice(1).flat(), 'bell');
    const text = writeRuleFile(groups);
    expect(checkRuleFile(text, 'rules.yaml')).toMatchObject({ isValid: true, problems: [], duplicates: [] });
    expect(readRuleFile(text, 'slos').groups).toEqual(groups);
  });

  it('have tests in every file of testdata', () => {
    expect(readdirSync(folder).sort()).toEqual(Object.keys(testdataSlos).sort());
  });

  // Hours of rules a minute apart: a busy machine takes its time.
  it.each(Object.entries(testdataSlos))('pass %s', { timeout: 60_000 }, async (name, slos) => {
    const rules = { file: 'rules.yaml', text: writeRuleFile(sloRuleGroups(slos, 'bell')) };
    const { failures, warnings } = await runTestFile(readFileSync(`${folder}${name}`, 'utf8'), name, () => [rules]);
    expect({ failures: failures.join('\n'), warnings }).toEqual({ failures: '', warnings: [] });
  });

  it('tell nobody where that is wished, and count all the same', () => {
    const names = (over: object) =>
      sloRuleGroups([sampleSlo(over)], 'bell').flatMap((group) => group.rules.map(({ name }) => name));
    const alerts = (over: object) => names(over).filter((name) => name.startsWith('Slo'));
    expect(alerts({})).toEqual(['SloErrorBudgetBurnsFast', 'SloErrorBudgetBurnsSlowly']);
    expect(alerts({ page: undefined })).toEqual(['SloErrorBudgetBurnsSlowly']);
    expect(alerts({ page: undefined, ticket: undefined })).toEqual([]);
    expect(names({ page: undefined, ticket: undefined })).toContain('slo:period_error_budget_remaining:ratio');
  });
});

describe('burn rates', () => {
  const rates = (days: number, objective = 0.999) =>
    burnWindows({ windowMs: days * DAY, objective }).map(({ long, burnRate }) => `${long} ${burnRate}`);

  it.each([
    [30, ['1h 14.4', '6h 6', '1d 3', '3d 1']],
    [28, ['1h 13.44', '6h 5.6', '1d 2.8', '3d 1']],
    [90, ['1h 43.2', '6h 18', '1d 9', '3d 3']],
    [7, ['1h 3.36', '6h 1.4', '1d 1', '3d 1']],
  ])('of %i days spend the same shares of the budget, and are never below 1', (days, expected) => {
    expect(rates(days)).toEqual(expected);
  });

  it('that even errors alone do not reach are left out', () => {
    expect(rates(30, 0.9)).toEqual(['6h 6', '1d 3', '3d 1']);
  });
});
