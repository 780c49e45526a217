import type { SloConfig } from '../../config/slo-config.ts';
import type { GroupDefinition, RuleDefinition } from '../rules/file/definition.ts';
import { alertingRules } from './alerting-rules.ts';
import { budgetRules, countRules, longRatioRules, shortRatioRules } from './recording-rules.ts';

/** Where these groups come from, for lists of rules. */
const FILE = 'slos';
const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
/** What one recorded count covers. */
export const COUNT_MS = 5 * MINUTE_MS;

/**
 * The rules of objectives, as groups of Prometheus rules:
 *
 * - `counts`, every five minutes exactly: what happened in these five minutes. Everything longer than an hour is a sum of
 *   these. One sample in five minutes is as coarse as the store ever makes samples, so that it keeps each of them, and a
 *   sum over thirty days is the same whether they are an hour or four weeks old; and it reads 8,640 samples of a series,
 *   where the counters themselves would be 170,000. A mean of recorded ratios would weigh a quiet night like a busy noon.
 * - `fast`: up to an hour back from the counters themselves, and what pages.
 * - `slow`: the sums, the budget, and what makes tickets. Within the five minutes that an instant query looks back.
 */
export function sloRuleGroups(slos: readonly SloConfig[], service: string): readonly GroupDefinition[] {
  return slos.flatMap((slo) => [
    group(`slo ${slo.name} counts`, COUNT_MS, countRules(slo, service)),
    group(`slo ${slo.name} fast`, 30 * SECOND_MS, [
      ...shortRatioRules(slo, service),
      ...alertingRules(slo, service, 'page'),
    ]),
    group(`slo ${slo.name} slow`, 2 * MINUTE_MS, [
      ...longRatioRules(slo, service),
      ...budgetRules(slo, service),
      ...alertingRules(slo, service, 'ticket'),
    ]),
  ]);
}

function group(name: string, intervalMs: number, rules: readonly RuleDefinition[]): GroupDefinition {
  return { file: FILE, name, intervalMs, queryOffsetMs: undefined, limit: 0, rules };
}
