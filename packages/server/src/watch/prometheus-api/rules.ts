import { parse, print } from '@seaworthy/promql';
import type { ActiveAlert } from '../rules/evaluate/active-alert.ts';
import { AlertingRule } from '../rules/evaluate/alerting-rule.ts';
import type { RuleGroup } from '../rules/evaluate/group.ts';
import type { Rule } from '../rules/evaluate/rule.ts';
import type { PrometheusRequest, Success } from './answer.ts';
import { badParameter } from './answer.ts';
import { goExponential, goTime } from './go-numbers.ts';
import { writeList } from './write-result.ts';

/** Groups with their rules, and these with their alerts; groups of which no rule is wanted are left out. */
export function getRules(groups: readonly RuleGroup[], { parameters }: PrometheusRequest): Success {
  const isWanted = ruleFilter(parameters);
  const withAlerts = !flag(parameters, 'exclude_alerts');
  const [files, names] = [listed(parameters, 'file[]'), listed(parameters, 'rule_group[]')];
  const shown = groups.filter(
    ({ definition, rules }) => files(definition.file) && names(definition.name) && rules.some(isWanted),
  );
  return { data: writeGroups(shown, isWanted, withAlerts) };
}

/** Every alert that is pending or firing. */
export function getAlerts(groups: readonly RuleGroup[]): Success {
  const alerts = groups.flatMap(({ alertingRules }) => alertingRules.flatMap(({ active }) => active));
  return {
    data: inObject(
      'alerts',
      writeList(alerts, (alert) => JSON.stringify(alertView(alert))),
    ),
  };
}

export function* inObject(key: string, value: Iterable<string>): Generator<string> {
  yield `{${JSON.stringify(key)}:`;
  yield* value;
  yield '}';
}

type Filter = (rule: Rule) => boolean;

function ruleFilter(parameters: URLSearchParams): Filter {
  const type = (parameters.get('type') ?? '').toLowerCase();
  if (!['', 'alert', 'record'].includes(type))
    throw badParameter('type', `not supported value ${JSON.stringify(type)}`);
  const names = listed(parameters, 'rule_name[]');
  const wantsAlerts = type === 'alert';
  return (rule) => (type === '' || rule instanceof AlertingRule === wantsAlerts) && names(rule.definition.name);
}

function listed(parameters: URLSearchParams, name: string): (text: string) => boolean {
  const wanted = new Set(parameters.getAll(name));
  return (text) => wanted.size === 0 || wanted.has(text);
}

function flag(parameters: URLSearchParams, name: string): boolean {
  const text = parameters.get(name) ?? '';
  if (/^(?:1|t|T|TRUE|true|True)$/.test(text)) return true;
  if (/^(?:|0|f|F|FALSE|false|False)$/.test(text)) return false;
  throw badParameter(name, `strconv.ParseBool: parsing ${JSON.stringify(text)}: invalid syntax`);
}

function writeGroups(groups: readonly RuleGroup[], isWanted: Filter, withAlerts: boolean): Iterable<string> {
  return inObject(
    'groups',
    writeList(groups, (group) => writeGroup(group, isWanted, withAlerts)),
  );
}

function* writeGroup(group: RuleGroup, isWanted: Filter, withAlerts: boolean): Generator<string> {
  const { name, file, limit } = group.definition;
  yield `{"name":${JSON.stringify(name)},"file":${JSON.stringify(file)},"rules":`;
  yield* writeList(group.rules.filter(isWanted), (rule) => JSON.stringify(ruleView(rule, withAlerts)));
  const rest = {
    interval: group.intervalMs / 1000,
    limit,
    evaluationTime: group.evaluationMs / 1000,
    lastEvaluation: goTime(group.lastEvaluationAt),
  };
  yield `,${JSON.stringify(rest).slice(1)}`;
}

function ruleView(rule: Rule, withAlerts: boolean) {
  const { health, lastError, evaluationMs, lastEvaluationAt } = rule.report;
  const report = {
    health,
    ...(lastError === '' ? {} : { lastError }),
    evaluationTime: evaluationMs / 1000,
    lastEvaluation: goTime(lastEvaluationAt),
  };
  if (rule instanceof AlertingRule) return { ...alertingView(rule, withAlerts), ...report, type: 'alerting' };
  const { name, expr, labels } = rule.definition;
  const own = Object.keys(labels).length === 0 ? {} : { labels };
  return { name, query: print(parse(expr)), ...own, ...report, type: 'recording' };
}

function alertingView({ definition, active }: AlertingRule, withAlerts: boolean) {
  const { name, expr, forMs, keepFiringForMs, labels, annotations } = definition;
  return {
    state: stateOf(active),
    name,
    query: print(parse(expr)),
    duration: forMs / 1000,
    keepFiringFor: keepFiringForMs / 1000,
    labels,
    annotations,
    ...(withAlerts ? { alerts: active.map(alertView) } : {}),
  };
}

function stateOf(active: readonly ActiveAlert[]): string {
  if (active.some(({ state }) => state === 'firing')) return 'firing';
  return active.length > 0 ? 'pending' : 'inactive';
}

function alertView({ labels, annotations, state, activeAt, keepFiringSince, value }: ActiveAlert) {
  return {
    labels: labels.toRecord(),
    annotations,
    state,
    activeAt: goTime(activeAt),
    ...(keepFiringSince === undefined ? {} : { keepFiringSince: goTime(keepFiringSince) }),
    value: goExponential(value),
  };
}
