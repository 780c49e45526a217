import { hints, Text } from '@seaworthy/kit/config';
import { compileRegex } from '@seaworthy/promql';
import { z } from 'zod';
import type { RelabelAction, RelabelRule } from './metrics-config.ts';
import { relabelActions } from './metrics-config.ts';

const DEFAULT_REGEX = '(.*)';
const DEFAULT_REPLACEMENT = '$1';
const DEFAULT_SEPARATOR = ';';

const Rule = z.strictObject({
  action: z.enum(relabelActions).default('replace').describe('What the rule does.'),
  source_labels: z.array(Text).default([]).describe('Labels whose values are joined and looked at.'),
  separator: Text.default(DEFAULT_SEPARATOR).describe('Between the joined values.'),
  target_label: Text.optional().describe('Label that is written or compared.'),
  regex: Text.default(DEFAULT_REGEX).describe('RE2 pattern for the whole of what is looked at.'),
  modulus: z.int().min(1).optional().describe('Of hashmod.'),
  replacement: Text.default(DEFAULT_REPLACEMENT).describe(
    'What is written; $1 is the first group of the pattern (where letters follow: $${1}).',
  ),
});
type Rule = z.output<typeof Rule>;

/** Prometheus' relabel_configs, key for key: rules can be copied from there. */
export const RelabelRules = z.array(Rule.superRefine(checkRule)).default([]);

interface Context {
  addIssue(issue: { code: 'custom'; path: string[]; message: string; params: { fix: string } }): void;
}

const needsTarget: readonly RelabelAction[] = [
  'replace',
  'hashmod',
  'keepequal',
  'dropequal',
  'lowercase',
  'uppercase',
];
const needsSource: readonly RelabelAction[] = ['keepequal', 'dropequal', 'hashmod', 'lowercase', 'uppercase'];
const takesNoPattern: readonly RelabelAction[] = ['keepequal', 'dropequal'];

function checkRule(rule: Rule, context: Context): void {
  const { action } = rule;
  const tell = (path: string, message: string, fix: string) =>
    context.addIssue({ code: 'custom', path: [path], message, params: { fix } });
  if (needsTarget.includes(action) && rule.target_label === undefined) {
    tell('action', `${action} needs target_label`, 'Add "target_label: …" beside it.');
  }
  if (needsSource.includes(action) && rule.source_labels.length === 0) {
    tell('action', `${action} needs source_labels`, 'Add "source_labels: […]" beside it.');
  }
  if (action === 'hashmod' && rule.modulus === undefined) {
    tell('action', 'hashmod needs modulus', 'Add "modulus: 8" beside it.');
  }
  if (takesNoPattern.includes(action) && (rule.regex !== DEFAULT_REGEX || rule.replacement !== DEFAULT_REPLACEMENT)) {
    tell('action', `${action} takes no regex and no replacement`, 'Remove them.');
  }
  const wrong = regexProblem(rule.regex);
  if (wrong !== undefined) tell('regex', wrong, 'Correct the pattern: its syntax is that of RE2.');
}

export function regexProblem(pattern: string): string | undefined {
  try {
    compileRegex(pattern);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

export function normalizeRule(rule: Rule): RelabelRule {
  return {
    action: rule.action,
    sourceLabels: rule.source_labels,
    separator: rule.separator,
    targetLabel: rule.target_label ?? '',
    regex: rule.regex,
    modulus: rule.modulus ?? 0,
    replacement: rule.replacement,
  };
}

/** Labels that a person gives: names that need no quotes in a query. */
export const GivenLabels = z
  .record(
    z
      .string()
      .regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/)
      .register(hints, { expected: 'the name of a label' }),
    Text,
  )
  .default({});
