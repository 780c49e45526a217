import type { Metrics } from '@seaworthy/kit/metrics';
import type { RuleGroup } from './group.ts';
import type { Rule } from './rule.ts';

/** What the evaluation of rules tells about itself, under the names that Prometheus has for it. */
export interface RuleMetrics {
  evaluated(group: RuleGroup, rule: Rule): void;
  iteration(group: RuleGroup, missed: number): void;
}

export function registerRuleMetrics(metrics: Metrics, groups: () => readonly RuleGroup[]): RuleMetrics {
  const labelNames = ['rule_group'];
  const counter = (name: string, help: string) => metrics.counter({ name, help, labelNames });
  const gauge = (name: string, help: string, value: (group: RuleGroup) => number | undefined) =>
    metrics.gauge({
      name,
      help,
      labelNames,
      collect(self) {
        self.clear();
        for (const group of groups()) {
          const now = value(group);
          if (now !== undefined) self.set(labelsOf(group), now);
        }
      },
    });
  const evaluations = counter('prometheus_rule_evaluations_total', 'Evaluations of rules.');
  const failures = counter('prometheus_rule_evaluation_failures_total', 'Evaluations of rules that failed.');
  const iterations = counter(
    'prometheus_rule_group_iterations_total',
    'Evaluations that were due, of groups of rules.',
  );
  const missed = counter('prometheus_rule_group_iterations_missed_total', 'Those that were left out for lack of time.');
  gauge('prometheus_rule_group_interval_seconds', 'Time between two evaluations.', (group) => group.intervalMs / 1000);
  gauge('prometheus_rule_group_last_duration_seconds', 'How long the last evaluation took.', (group) =>
    group.lastEvaluationAt === undefined ? undefined : group.evaluationMs / 1000,
  );
  gauge('prometheus_rule_group_last_evaluation_timestamp_seconds', 'When the last evaluation was.', (group) =>
    group.lastEvaluationAt === undefined ? undefined : group.lastEvaluationAt / 1000,
  );
  gauge('prometheus_rule_group_last_evaluation_samples', 'Samples that it gave.', ({ samples }) => samples);
  gauge('prometheus_rule_group_rules', 'Rules in the group.', ({ rules }) => rules.length);
  return {
    evaluated(group, rule) {
      evaluations.inc(labelsOf(group));
      failures.inc(labelsOf(group), rule.report.health === 'err' ? 1 : 0);
    },
    iteration(group, count) {
      iterations.inc(labelsOf(group), count + 1);
      missed.inc(labelsOf(group), count);
    },
  };
}

function labelsOf({ definition: { file, name } }: RuleGroup): { rule_group: string } {
  return { rule_group: `${file};${name}` };
}
