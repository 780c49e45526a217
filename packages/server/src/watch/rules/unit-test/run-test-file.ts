import { formatRuleProblem } from '../file/check-rule-file.ts';
import type { GroupDefinition } from '../file/definition.ts';
import { readRuleFile } from '../file/read-rule-file.ts';
import { readTestFile } from './read-test-file.ts';
import { runTestGroup } from './run-test-group.ts';

export interface RuleSource {
  readonly file: string;
  readonly text: string;
}

/** The rule files that a name or pattern of the test file stands for; none when there is none. */
export type FindRules = (pattern: string) => readonly RuleSource[];

export interface TestFileVerdict {
  readonly file: string;
  readonly isPassed: boolean;
  /** Each over one or more lines. */
  readonly failures: readonly string[];
  readonly warnings: readonly string[];
}

/** What `seaworthy rules test` says of a file: the verdict is promtool's. */
export async function runTestFile(text: string, file: string, findRules: FindRules): Promise<TestFileVerdict> {
  const { test, problems } = readTestFile(text, file);
  if (problems.length > 0) return verdict(file, problems.map(formatRuleProblem), []);
  const found = test.ruleFiles.map((pattern) => ({ pattern, sources: findRules(pattern) }));
  const missing = found.filter(({ sources }) => sources.length === 0);
  const warnings = missing.map(({ pattern }) => `no file match pattern ${pattern}`);
  if (test.tests.length === 0) return verdict(file, [], warnings);
  const rules = readAll(found.flatMap(({ sources }) => sources));
  if (rules.problems.length > 0) return verdict(file, rules.problems, warnings);
  const failures: string[] = [];
  for (const each of test.tests) {
    const differences = await runTestGroup(each, { ...test, groups: rules.groups });
    failures.push(...differences.map((text) => (each.name === '' ? text : `name: ${each.name},\n${text}`)));
  }
  return verdict(file, failures, warnings);
}

function verdict(file: string, failures: readonly string[], warnings: readonly string[]): TestFileVerdict {
  return { file, isPassed: failures.length === 0, failures, warnings };
}

/** A file that is named twice counts once. */
function readAll(sources: readonly RuleSource[]): { groups: readonly GroupDefinition[]; problems: readonly string[] } {
  const distinct = [...new Map(sources.map((source) => [source.file, source])).values()];
  const read = distinct.map(({ text, file }) => readRuleFile(text, file));
  return {
    groups: read.flatMap(({ groups }) => groups),
    problems: read.flatMap(({ problems }) => problems).map(formatRuleProblem),
  };
}
