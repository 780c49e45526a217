import type { Labels } from '@seaworthy/promql';
import { createEngine, MemoryStorage, staleNaN } from '@seaworthy/promql';
import { RuleGroup } from '../evaluate/group.ts';
import type { GroupDefinition } from '../file/definition.ts';
import type { QueryFunc } from '../query.ts';
import { vectorQuery } from '../query.ts';
import type { AlertTest, InputSeries, QueryTest, TestGroup } from './definition.ts';
import { alertDifference, sampleDifference } from './difference.ts';

export interface TestRun {
  readonly groups: readonly GroupDefinition[];
  readonly evaluationIntervalMs: number;
  readonly groupOrder: readonly string[];
}

/**
 * Carries a group of tests out, from time 0 to the last that is asked about: the groups of rules are evaluated every
 * interval, whatever their own is. Tells each difference from what is expected; none: the tests pass.
 */
export async function runTestGroup(test: TestGroup, run: TestRun): Promise<string[]> {
  return new GroupRun(test, run).run();
}

interface GivenSample {
  readonly timeMs: number;
  readonly labels: Labels;
  readonly value: number | 'stale';
}

class GroupRun {
  readonly #store = new MemoryStorage();
  readonly #query: QueryFunc;
  readonly #groups: readonly RuleGroup[];
  readonly #pending: GivenSample[];

  constructor(
    private readonly test: TestGroup,
    private readonly options: TestRun,
  ) {
    const engine = createEngine({ defaultSubqueryStepMs: options.evaluationIntervalMs });
    this.#query = vectorQuery(engine, this.#store);
    this.#groups = inOrder(options).map((definition) => this.#group(definition));
    this.#pending = test.series.flatMap((series) => samplesOf(series, test.intervalMs)).sort(byTime);
  }

  async run(): Promise<string[]> {
    const { evaluationIntervalMs: stepMs } = this.options;
    const { alertTests, queryTests } = this.test;
    const lastMs = Math.max(0, ...alertTests.map(({ atMs }) => atMs), ...queryTests.map(({ atMs }) => atMs));
    const differences: string[] = [];
    for (let at = 0; at <= lastMs; at += stepMs) {
      const failures = await this.#evaluate(at);
      if (failures.length > 0) return [...differences, ...failures];
      const due = alertTests.filter(({ atMs }) => atMs >= at && atMs < at + stepMs);
      differences.push(...due.flatMap((test) => this.#alerts(test)));
    }
    for (const test of queryTests) differences.push(...(await this.#answer(test)));
    return differences;
  }

  #group(definition: GroupDefinition): RuleGroup {
    const group = new RuleGroup(definition, {
      query: this.#query,
      appender: () => this.#store,
      notify: () => {},
      intervalMs: this.test.intervalMs,
      resendDelayMs: 60_000,
      externalURL: this.test.externalURL,
      externalLabels: this.test.externalLabels,
      monotonicMs: () => 0,
    });
    for (const rule of group.alertingRules) rule.isRestored = true;
    return group;
  }

  async #evaluate(at: number): Promise<string[]> {
    this.#loadUntil(at);
    const failures: string[] = [];
    for (const group of this.#groups) {
      await group.evaluate(at);
      for (const { definition, report } of group.rules) {
        if (report.health !== 'err') continue;
        failures.push(`rule: ${definition.name}, time: ${timeText(at)}, err: ${report.lastError}`);
      }
    }
    return failures;
  }

  /** Rules see no sample of a time that is still to come. */
  #loadUntil(at: number): void {
    const next = this.#pending.findIndex(({ timeMs }) => timeMs > at);
    const due = this.#pending.splice(0, next < 0 ? this.#pending.length : next);
    for (const { labels, timeMs, value } of due)
      this.#store.append(labels, timeMs, value === 'stale' ? staleNaN : value);
  }

  #alerts({ atMs, alertName, expected }: AlertTest): string[] {
    const rules = this.#groups
      .flatMap((group) => group.alertingRules)
      .filter(({ definition }) => definition.name === alertName);
    const firing = rules.flatMap((rule) => rule.active).filter(({ state }) => state === 'firing');
    const found = firing.map(({ labels, annotations }) => ({ labels: labels.toRecord(), annotations }));
    const difference = alertDifference(expected, found);
    return difference === undefined ? [] : [`alertname: ${alertName}, time: ${timeText(atMs)},\n${difference}`];
  }

  async #answer({ expr, atMs, expected }: QueryTest): Promise<string[]> {
    const what = `expr: ${JSON.stringify(expr)}, time: ${timeText(atMs)}`;
    try {
      const difference = sampleDifference(expected, await this.#query(expr, atMs));
      return difference === undefined ? [] : [`${what},\n${difference}`];
    } catch (error) {
      return [`${what}, err: ${error instanceof Error ? error.message : String(error)}`];
    }
  }
}

/** Groups that are not named come first, as promtool has it. */
function inOrder({ groups, groupOrder }: TestRun): GroupDefinition[] {
  const rank = ({ name }: GroupDefinition) => groupOrder.indexOf(name);
  return [...groups].sort((a, b) => rank(a) - rank(b));
}

function samplesOf({ labels, values }: InputSeries, intervalMs: number): GivenSample[] {
  return values.flatMap((value, index) => (value === undefined ? [] : [{ timeMs: index * intervalMs, labels, value }]));
}

function byTime(a: GivenSample, b: GivenSample): number {
  return a.timeMs - b.timeMs;
}

/** As Go prints a duration that is whole seconds: `1h30m`. */
function timeText(ms: number): string {
  const [hours, minutes, seconds] = [Math.floor(ms / 3_600_000), Math.floor(ms / 60_000) % 60, (ms / 1000) % 60];
  const text = `${hours > 0 ? `${hours}h` : ''}${minutes > 0 ? `${minutes}m` : ''}${seconds > 0 ? `${seconds}s` : ''}`;
  return text === '' ? '0s' : text;
}
