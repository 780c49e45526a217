import type { Problem } from '@seaworthy/kit/config';
import type { GroupDefinition, RuleDefinition } from './definition.ts';
import { readRuleFile } from './read-rule-file.ts';

/** Rules of one name and the same labels: they overwrite each other's series. */
export interface DuplicateRule {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface RuleFileVerdict {
  readonly file: string;
  readonly isValid: boolean;
  readonly rules: number;
  readonly problems: readonly Problem[];
  /** Suspicious, yet allowed. */
  readonly duplicates: readonly DuplicateRule[];
}

/** What `seaworthy rules check` says of a file: the verdict is promtool's. */
export function checkRuleFile(text: string, file: string): RuleFileVerdict {
  const { groups, problems } = readRuleFile(text, file);
  const isValid = problems.length === 0;
  const rules = groups.reduce((sum, group) => sum + group.rules.length, 0);
  return { file, isValid, rules, problems, duplicates: isValid ? duplicatesIn(groups) : [] };
}

/** `rules.yml:6:11: group "a", rule 1, "A": could not parse expression: ...`. */
export function formatRuleProblem({ file, line, column, path, message }: Problem): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return `${place}: ${path === '' ? '' : `${path}: `}${message}`;
}

function duplicatesIn(groups: readonly GroupDefinition[]): DuplicateRule[] {
  const seen = new Map<string, number>();
  const duplicates: DuplicateRule[] = [];
  for (const { name, labels } of groups.flatMap((group) => group.rules)) {
    const key = keyOf({ name, labels });
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    if (times === 2) duplicates.push({ name, labels });
  }
  return duplicates;
}

function keyOf({ name, labels }: Pick<RuleDefinition, 'name' | 'labels'>): string {
  return JSON.stringify([name, Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
