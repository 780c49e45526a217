import type { Rule as ApiRule, RuleGroup as ApiRuleGroup } from '@seaworthy/api';
import { AlertingRule } from '../watch/rules/evaluate/alerting-rule.ts';
import type { RuleGroup } from '../watch/rules/evaluate/group.ts';
import type { Rule } from '../watch/rules/evaluate/rule.ts';
import type { RuleDefinition } from '../watch/rules/file/definition.ts';
import { timeOrNull } from './wire.ts';

export function toApiGroup(group: RuleGroup): ApiRuleGroup {
  const rules = group.rules.map(toApiRule);
  return {
    name: group.definition.name,
    file: group.definition.file,
    intervalMs: group.intervalMs,
    health: worst(rules),
    lastEvaluation: timeOrNull(group.lastEvaluationAt),
    durationMs: group.evaluationMs,
    missedEvaluations: group.missedIterations,
    rules,
  };
}

function toApiRule(rule: Rule): ApiRule {
  const { definition, report } = rule;
  const active = rule instanceof AlertingRule ? rule.active : [];
  const count = (wanted: string) => active.filter(({ state }) => state === wanted).length;
  const [pending, firing] = [count('pending'), count('firing')];
  const state = firing > 0 ? 'firing' : pending > 0 ? 'pending' : 'inactive';
  return {
    ...{ name: definition.name, type: definition.type, expr: definition.expr, labels: definition.labels },
    ...holdOf(definition),
    ...{ state: definition.type === 'alerting' ? state : null, pending, firing },
    health: report.health,
    lastError: report.lastError,
    lastEvaluation: timeOrNull(report.lastEvaluationAt),
    durationMs: report.evaluationMs,
  };
}

function holdOf(definition: RuleDefinition): Pick<ApiRule, 'annotations' | 'forMs'> {
  if (definition.type === 'recording') return { annotations: {}, forMs: 0 };
  return { annotations: { ...definition.annotations }, forMs: definition.forMs };
}

function worst(rules: readonly ApiRule[]): ApiRuleGroup['health'] {
  const has = (health: string) => rules.some((rule) => rule.health === health);
  return has('err') ? 'err' : has('unknown') ? 'unknown' : 'ok';
}
