import type { Labels } from '@seaworthy/promql';
import type { Appender } from '@seaworthy/promql/storage';
import type { GroupDefinition, RuleDefinition } from '../file/definition.ts';
import type { QueryFunc } from '../query.ts';
import { AlertingRule } from './alerting-rule.ts';
import { GivenSeries, writeEnds } from './given-series.ts';
import type { RuleAlert } from './outgoing.ts';
import { dueAlerts, outgoing } from './outgoing.ts';
import { RecordingRule } from './recording-rule.ts';
import type { RestoreOptions } from './restore.ts';
import { restoreRule } from './restore.ts';
import type { Rule } from './rule.ts';

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

/** Rules, and what they gave: evaluated in order, so that a rule can ask for what the one before it recorded. */
export class RuleGroup {
  readonly rules: readonly Rule[];
  lastEvaluationAt: number | undefined;
  evaluationMs = 0;
  samples = 0;
  missedIterations = 0;
  readonly #given: readonly GivenSeries[];
  /** Of rules that are no more. */
  #ended: readonly Labels[] = [];

  constructor(
    readonly definition: GroupDefinition,
    private readonly options: GroupOptions,
  ) {
    this.rules = definition.rules.map(makeRule);
    this.#given = this.rules.map(() => new GivenSeries());
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
    const gone = [...left.values()].flat().flatMap((index) => old.#given[index]?.forget() ?? []);
    this.#ended = [...old.#ended, ...gone];
    this.missedIterations = old.missedIterations;
  }

  /** Marks the end of every series of the group. For a group that is no more. */
  async finish(at: number): Promise<void> {
    this.#ended = [...this.#ended, ...this.#given.flatMap((given) => given.forget())];
    await this.#end(at);
  }

  #takeRule(rule: Rule, index: number, old: RuleGroup, from: number): void {
    const [before, given] = [old.rules[from], old.#given[from]];
    if (given) this.#given[index]?.takeOver(given);
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
      report(rule, (await this.#given[index]?.write(this.options.appender(), samples, this.#sampleTime(at))) ?? untold);
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

  async #end(at: number): Promise<void> {
    if (this.#ended.length === 0) return;
    await writeEnds(this.options.appender(), this.#ended, this.#sampleTime(at));
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
