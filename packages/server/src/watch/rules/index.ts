export type { DuplicateRule, RuleFileVerdict } from './file/check-rule-file.ts';
export { checkRuleFile, formatRuleProblem } from './file/check-rule-file.ts';
export { findFiles } from './file/find-files.ts';
export type { RulePreset } from './presets.ts';
export { presetTests, rulePresets } from './presets.ts';
export type { FindRules, RuleSource, TestFileVerdict } from './unit-test/run-test-file.ts';
export { runTestFile } from './unit-test/run-test-file.ts';
