import { formatDuration } from '@seaworthy/kit/config';
import { stringify } from 'yaml';
import type { GroupDefinition, RuleDefinition } from '../rules/file/definition.ts';

/** Groups as a rule file in Prometheus' format: for a Prometheus beside us, and for promtool. */
export function writeRuleFile(groups: readonly GroupDefinition[]): string {
  const written = groups.map(({ name, intervalMs, rules }) => ({
    name,
    ...(intervalMs === undefined ? {} : { interval: formatDuration(intervalMs) }),
    rules: rules.map(writeRule),
  }));
  return stringify({ groups: written }, { lineWidth: 0 });
}

function writeRule(rule: RuleDefinition): object {
  const { name, expr, labels } = rule;
  if (rule.type === 'recording') return { record: name, expr, labels };
  return { alert: name, expr, labels, annotations: rule.annotations };
}
