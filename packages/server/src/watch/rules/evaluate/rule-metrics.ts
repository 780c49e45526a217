import type { Metrics } from '@seaworthy/kit/metrics';
import type { RuleGroup } from './group.ts';
import type { Rule } from './rule.ts';

/** What the evaluation of rules tells about itself, under the names that Prometheus has for it. */
export interface RuleMetrics {
  evaluated(group: RuleGroup, rule: Rule): void;
  iteration(group: RuleGroup, missed: number): void;
}

export function registerRuleMetrics(metrics: Metrics, groups: () => readonly RuleGroup[]): RuleMetrics {
  /** A group's counters begin at 0 with it, as Prometheus' do, so that the first failure is an increase. */
  const fromZero = (counter: { inc(labels: { rule_group: string }, value: number): void }) => {
    for (const group of groups()) counter.inc(labelsOf(group), 0);
  };
  const evaluations = metrics.counter({
    name: 'prometheus_rule_evaluations_total',
    help: 'Evaluations of rules.',
    labelNames: ['rule_group'],
    collect: fromZero,
  });
  const failures = metrics.counter({
    name: 'prometheus_rule_evaluation_failures_total',
    help: 'Evaluations of rules that failed.',
    labelNames: ['rule_group'],
    collect: fromZero,
  });
  const iterations = metrics.counter({
    name: 'prometheus_rule_group_iterations_total',
    help: 'Evaluations of a group of rules that were due.',
    labelNames: ['rule_group'],
    collect: fromZero,
  });
  const missed = metrics.counter({
    name: 'prometheus_rule_group_iterations_missed_total',
    help: 'Evaluations of a group of rules that were left out for lack of time.',
    labelNames: ['rule_group'],
    collect: fromZero,
  });
  registerGroupGauges(metrics, groups);
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

function registerGroupGauges(metrics: Metrics, groups: () => readonly RuleGroup[]): void {
  metrics.gauge({
    name: 'prometheus_rule_group_interval_seconds',
    help: 'Time between two evaluations of a group of rules.',
    labelNames: ['rule_group'],
    collect: (gauge) => setAll(gauge, groups(), ({ intervalMs }) => intervalMs / 1000),
  });
  metrics.gauge({
    name: 'prometheus_rule_group_last_duration_seconds',
    help: 'How long the last evaluation of a group of rules took.',
    labelNames: ['rule_group'],
    collect: (gauge) => setAll(gauge, groups(), ({ evaluationMs }) => evaluationMs / 1000),
  });
  metrics.gauge({
    name: 'prometheus_rule_group_last_evaluation_timestamp_seconds',
    help: 'When the last evaluation of a group of rules was.',
    labelNames: ['rule_group'],
    collect: (gauge) => setAll(gauge, groups(), ({ lastEvaluationAt = 0 }) => lastEvaluationAt / 1000),
  });
  metrics.gauge({
    name: 'prometheus_rule_group_last_evaluation_samples',
    help: 'Samples that the last evaluation of a group of rules gave.',
    labelNames: ['rule_group'],
    collect: (gauge) => setAll(gauge, groups(), ({ samples }) => samples),
  });
  metrics.gauge({
    name: 'prometheus_rule_group_rules',
    help: 'Rules in the group.',
    labelNames: ['rule_group'],
    collect: (gauge) => setAll(gauge, groups(), ({ rules }) => rules.length),
  });
}

interface SettableGauge {
  clear(): void;
  set(labels: Readonly<Record<string, string>>, value: number): void;
}

/** Groups that are no more leave no series behind. */
function setAll(gauge: SettableGauge, groups: readonly RuleGroup[], value: (group: RuleGroup) => number): void {
  gauge.clear();
  for (const group of groups) gauge.set(labelsOf(group), value(group));
}

function labelsOf({ definition: { file, name } }: RuleGroup): { rule_group: string } {
  return { rule_group: `${file};${name}` };
}
