import { Labels, LabelsBuilder, METRIC_NAME } from '@seaworthy/promql';
import type { RuleTemplate } from '../../template/rule-template.ts';
import { parseRuleTemplate } from '../../template/rule-template.ts';
import type { AlertingDefinition } from '../file/definition.ts';
import type { RuleSample } from '../query.ts';
import type { ActiveAlert } from './active-alert.ts';
import { advance } from './active-alert.ts';
import type { EvaluationContext, Rule, WrittenSample } from './rule.ts';
import { newReport } from './rule.ts';

const ALERT_NAME = 'alertname';
export const ALERTS = 'ALERTS';
export const ALERTS_FOR_STATE = 'ALERTS_FOR_STATE';

/** Turns the answer to a query into alerts: pending at first, firing when they have lasted. */
export class AlertingRule implements Rule {
  readonly report = newReport();
  /** False until what was active before a restart is known again; nothing is written so long, for it would be wrong. */
  isRestored = false;
  /** By their labels' key; resolved ones among them. */
  alerts = new Map<string, ActiveAlert>();
  readonly #labels: readonly [string, RuleTemplate][];
  readonly #annotations: readonly [string, RuleTemplate][];

  constructor(readonly definition: AlertingDefinition) {
    const template = (text: string) => parseRuleTemplate(`__alert_${definition.name}`, text);
    this.#labels = Object.entries(definition.labels).map(([name, text]) => [name, template(text)]);
    this.#annotations = Object.entries(definition.annotations).map(([name, text]) => [name, template(text)]);
  }

  /** Those that are pending or firing. */
  get active(): readonly ActiveAlert[] {
    return [...this.alerts.values()].filter(({ state }) => state !== 'inactive');
  }

  async evaluate(context: EvaluationContext): Promise<readonly WrittenSample[]> {
    const timestampMs = context.at - context.queryOffsetMs;
    const answer = await context.query(this.definition.expr, timestampMs);
    const given = await this.#given(answer, context);
    for (const [key, alert] of given) this.#meet(key, alert);
    const active: ActiveAlert[] = [];
    for (const [key, alert] of this.alerts) {
      const outcome = advance(alert, given.has(key), context.at, this.definition);
      if (outcome === 'gone') this.alerts.delete(key);
      if (outcome === 'kept') active.push(alert);
    }
    if (context.limit > 0 && active.length > context.limit) {
      this.alerts.clear();
      throw new Error(`exceeded limit of ${context.limit} with ${active.length} alerts`);
    }
    return this.isRestored ? active.flatMap((alert) => samplesOf(alert, timestampMs)) : [];
  }

  async #given(answer: readonly RuleSample[], context: EvaluationContext): Promise<Map<string, ActiveAlert>> {
    const given = new Map<string, ActiveAlert>();
    for (const sample of answer) {
      const alert = await this.#alertOf(sample, context);
      if (given.has(alert.labels.key)) {
        throw new Error('vector contains metrics with the same labelset after applying alert labels');
      }
      given.set(alert.labels.key, alert);
    }
    return given;
  }

  async #alertOf({ labels, value }: RuleSample, context: EvaluationContext): Promise<ActiveAlert> {
    const { at, externalLabels, externalURL } = context;
    const data = { labels: labels.toRecord(), externalLabels, externalURL, value };
    const options = { query: (expr: string) => querySamples(expr, context), now: () => at };
    const builder = new LabelsBuilder(labels).del(METRIC_NAME);
    for (const [name, template] of this.#labels) builder.set(name, await template.expand(data, options));
    builder.set(ALERT_NAME, this.definition.name);
    const annotations: Record<string, string> = {};
    for (const [name, template] of this.#annotations) annotations[name] = await template.expand(data, options);
    return { labels: builder.build(), annotations, value, state: 'pending', activeAt: at };
  }

  /** One that is active already keeps its times; a resolved one begins anew. */
  #meet(key: string, alert: ActiveAlert): void {
    const known = this.alerts.get(key);
    if (!known || known.state === 'inactive') {
      this.alerts.set(key, alert);
      return;
    }
    known.value = alert.value;
    known.annotations = alert.annotations;
  }
}

async function querySamples(expr: string, { query, at }: EvaluationContext) {
  const answer = await query(expr, at);
  return answer.map(({ labels, value }) => ({ labels: labels.toRecord(), value }));
}

function samplesOf({ labels, state, activeAt }: ActiveAlert, timestampMs: number): WrittenSample[] {
  const named = (name: string, more: Record<string, string> = {}) =>
    Labels.from({ ...labels.toRecord(), [METRIC_NAME]: name, ...more });
  return [
    { labels: named(ALERTS, { alertstate: state }), timestampMs, value: 1 },
    { labels: named(ALERTS_FOR_STATE), timestampMs, value: Math.floor(activeAt / 1000) },
  ];
}
