import type { Labels } from '@seaworthy/promql';
import { staleNaN } from '@seaworthy/promql';
import type { Appender, AppendOutcome } from '@seaworthy/promql/storage';
import type { GroupDefinition, RuleDefinition } from '../file/definition.ts';
import type { QueryFunc } from '../query.ts';
import { AlertingRule } from './alerting-rule.ts';
import type { RuleAlert } from './outgoing.ts';
import { dueAlerts, outgoing } from './outgoing.ts';
import { RecordingRule } from './recording-rule.ts';
import type { RestoreOptions } from './restore.ts';
import { restoreRule } from './restore.ts';
import type { Rule, WrittenSample } from './rule.ts';

export interface GroupOptions {
  readonly query: QueryFunc;
  readonly appender: () => Appender;
  readonly notify: (alerts: readonly RuleAlert[]) => void | Promise<void>;
  /** What a group without its own has. */
  readonly intervalMs: number;
  readonly resendDelayMs: number;
  readonly externalURL: string;
  readonly externalLabels: Readonly<Record<string, string>>;
  readonly monotonicMs: () => number;
  /** Told of every evaluation of a rule. */
  readonly onEvaluated?: (group: RuleGroup, rule: Rule, samples: number) => void;
}

const REFUSALS: Readonly<Record<Exclude<AppendOutcome, 'ok'>, string>> = {
  out_of_order: 'the store has newer samples of a series that this rule gives',
  duplicate: 'the store has another value of a series that this rule gives, at the same time',
  limit: 'the store takes no more series',
};

/** Rules, and what they gave: evaluated in order, so that a rule can ask for what the one before it recorded. */
export class RuleGroup {
  readonly rules: readonly Rule[];
  lastEvaluationAt: number | undefined;
  evaluationMs = 0;
  samples = 0;
  missedIterations = 0;
  /** What each rule gave last: what of it does not come again has ended. */
  readonly #given: Map<string, Labels>[];
  /** Of rules that are no more. */
  #ended: Labels[] = [];

  constructor(
    readonly definition: GroupDefinition,
    private readonly options: GroupOptions,
  ) {
    this.rules = definition.rules.map(makeRule);
    this.#given = this.rules.map(() => new Map());
  }

  get intervalMs(): number {
    return this.definition.intervalMs ?? this.options.intervalMs;
  }

  get alertingRules(): readonly AlertingRule[] {
    return this.rules.filter((rule) => rule instanceof AlertingRule);
  }

  async evaluate(at: number): Promise<void> {
    const started = this.options.monotonicMs();
    let samples = 0;
    for (const [index, rule] of this.rules.entries()) samples += await this.#evaluateRule(rule, index, at);
    await this.#end(at);
    this.samples = samples;
    this.lastEvaluationAt = at;
    this.evaluationMs = this.options.monotonicMs() - started;
  }

  /** To be done once after a start, when an evaluation has shown what is active. */
  async restore(options: RestoreOptions): Promise<void> {
    for (const rule of this.alertingRules) await restoreRule(rule, options);
  }

  /** For a group that replaces another: rules that are still there go on where they were. */
  takeOver(old: RuleGroup): void {
    const left = new Map<string, number[]>();
    for (const [index, { definition }] of old.rules.entries()) {
      left.set(identity(definition), [...(left.get(identity(definition)) ?? []), index]);
    }
    for (const [index, rule] of this.rules.entries()) {
      const from = left.get(identity(rule.definition))?.shift();
      if (from !== undefined) this.#takeRule(rule, index, old, from);
    }
    this.#ended = [
      ...old.#ended,
      ...[...left.values()].flat().flatMap((index) => [...(old.#given[index]?.values() ?? [])]),
    ];
    this.missedIterations = old.missedIterations;
  }

  /** Marks the end of every series of the group. For a group that is no more. */
  async finish(at: number): Promise<void> {
    this.#ended.push(...this.#given.flatMap((given) => [...given.values()]));
    for (const given of this.#given) given.clear();
    await this.#end(at);
  }

  #takeRule(rule: Rule, index: number, old: RuleGroup, from: number): void {
    const before = old.rules[from];
    this.#given[index] = old.#given[from] ?? new Map();
    if (!(rule instanceof AlertingRule) || !(before instanceof AlertingRule)) return;
    rule.alerts = before.alerts;
    rule.isRestored = before.isRestored;
  }

  async #evaluateRule(rule: Rule, index: number, at: number): Promise<number> {
    const started = this.options.monotonicMs();
    let written = 0;
    try {
      const samples = await rule.evaluate(this.#context(at));
      written = samples.length;
      const untold = await this.#tell(rule, at);
      report(rule, (await this.#write(samples, index, at)) ?? untold);
    } catch (error) {
      report(rule, messageOf(error));
    }
    rule.report.lastEvaluationAt = at;
    rule.report.evaluationMs = this.options.monotonicMs() - started;
    this.options.onEvaluated?.(this, rule, written);
    return written;
  }

  #context(at: number) {
    const { query, externalURL, externalLabels } = this.options;
    const { queryOffsetMs = 0, limit } = this.definition;
    return { at, queryOffsetMs, limit, query, externalURL, externalLabels };
  }

  /** What nobody took is told again by the next evaluation. Why it was not taken; undefined when it was. */
  async #tell(rule: Rule, at: number): Promise<string | undefined> {
    if (!(rule instanceof AlertingRule)) return undefined;
    const options = { ...this.options, at, intervalMs: this.intervalMs };
    const due = dueAlerts(rule, options);
    if (due.length === 0) return undefined;
    try {
      await this.options.notify(due.map((alert) => outgoing(alert, rule.definition.expr, options)));
      for (const alert of due) alert.lastSentAt = at;
      return undefined;
    } catch (error) {
      return `its alerts were not taken: ${messageOf(error)}`;
    }
  }

  /** Why the store did not take all of it; undefined when it did. */
  async #write(samples: readonly WrittenSample[], index: number, at: number): Promise<string | undefined> {
    const appender = this.options.appender();
    const given = new Map<string, Labels>();
    let refusal: string | undefined;
    for (const { labels, timestampMs, value } of samples) {
      const outcome = appender.append(labels, timestampMs, value);
      if (outcome === 'ok') given.set(labels.key, labels);
      else refusal = REFUSALS[outcome];
    }
    for (const [key, labels] of this.#given[index] ?? []) {
      if (!given.has(key)) appender.append(labels, this.#sampleTime(at), staleNaN);
    }
    await appender.commit();
    this.#given[index] = given;
    return refusal;
  }

  async #end(at: number): Promise<void> {
    if (this.#ended.length === 0) return;
    const appender = this.options.appender();
    for (const labels of this.#ended) appender.append(labels, this.#sampleTime(at), staleNaN);
    await appender.commit();
    this.#ended = [];
  }

  #sampleTime(at: number): number {
    return at - (this.definition.queryOffsetMs ?? 0);
  }
}

function makeRule(definition: RuleDefinition): Rule {
  return definition.type === 'alerting' ? new AlertingRule(definition) : new RecordingRule(definition);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function report(rule: Rule, problem: string | undefined): void {
  rule.report.health = problem === undefined ? 'ok' : 'err';
  rule.report.lastError = problem ?? '';
}

/** A rule is the same over a reload while its kind, name and labels are. */
function identity({ type, name, labels }: RuleDefinition): string {
  return JSON.stringify([type, name, Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
