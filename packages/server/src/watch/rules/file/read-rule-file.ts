import type { Problem } from '@seaworthy/kit/config';
import type { Field } from '../../yaml/field.ts';
import { Page } from '../../yaml/page.ts';
import type { GroupDefinition } from './definition.ts';
import { readRule } from './read-rule.ts';
import { readTexts } from './read-texts.ts';

export interface RuleFile {
  readonly groups: readonly GroupDefinition[];
  /** Everything that is wrong with it, by place; a file with problems is not to be used. */
  readonly problems: readonly Problem[];
}

const GROUP_KEYS = ['name', 'interval', 'query_offset', 'limit', 'labels', 'rules'] as const;

/** Reads a rule file in Prometheus' format. */
export function readRuleFile(text: string, file: string): RuleFile {
  const page = new Page(text, file);
  const names = new Set<string>();
  const groups = written(page.root.mapping(['groups']).get('groups')).map((field) =>
    readGroup(field, page, file, names),
  );
  return { groups, problems: [...page.problems].sort(byPlace) };
}

function readGroup(field: Field, page: Page, file: string, names: Set<string>): GroupDefinition {
  const members = field.mapping(GROUP_KEYS);
  const name = members.get('name')?.text() ?? '';
  if (name === '') page.report(field.path, field.offset, 'Groupname must not be empty', 'Name the group.');
  else if (names.has(name)) {
    const message = `groupname: "${name}" is repeated in the same file`;
    page.report(field.path, field.offset, message, 'Give each group a name of its own.');
  }
  names.add(name);
  const labels = readTexts(members.get('labels'), { page, place: field.path, what: 'label' });
  return {
    file,
    name,
    // As in Prometheus, 0 is the default.
    intervalMs: members.get('interval')?.durationMs() || undefined,
    queryOffsetMs: members.get('query_offset')?.durationMs(),
    limit: readLimit(members.get('limit')),
    rules: written(members.get('rules')).map((rule, index) =>
      readRule(rule, page, { group: name, number: index + 1, labels }),
    ),
  };
}

/** An item without anything in it is none, as Prometheus has it. */
function written(field: Field | undefined): readonly Field[] {
  return (field?.items() ?? []).filter((item) => !item.isNull);
}

function readLimit(field: Field | undefined): number {
  const text = field?.text() ?? '0';
  if (/^[+-]?\d+$/.test(text)) return Number(text);
  field?.report('is not a whole number', 'Write how many alerts or series a rule may give; 0 is no limit.');
  return 0;
}

function byPlace(a: Problem, b: Problem): number {
  return (a.line ?? 0) - (b.line ?? 0) || (a.column ?? 0) - (b.column ?? 0);
}
