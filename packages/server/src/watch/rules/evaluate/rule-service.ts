import type { Metrics } from '@seaworthy/kit/metrics';
import type { Querier } from '@seaworthy/promql/storage';
import type { Clock } from '../../../platform/clock.ts';
import type { Service } from '../../../platform/service.ts';
import type { GroupDefinition } from '../file/definition.ts';
import type { GroupOptions } from './group.ts';
import { RuleGroup } from './group.ts';
import type { RuleMetrics } from './rule-metrics.ts';
import { registerRuleMetrics } from './rule-metrics.ts';
import { runLoop, scheduleOf } from './schedule.ts';

export interface RuleServiceOptions extends Omit<GroupOptions, 'onEvaluated' | 'monotonicMs'> {
  readonly clock: Clock;
  readonly metrics: Metrics;
  /** Where ALERTS_FOR_STATE of before a restart is read from. */
  readonly storage: Pick<Querier, 'select'>;
  readonly outageToleranceMs: number;
  readonly graceMs: number;
  /** A failure that no rule has to answer for: the store could not be read or written. */
  readonly onError: (error: unknown) => void;
}

/** What Prometheus has when nothing else is said. */
export const ruleDefaults = {
  intervalMs: 60_000,
  resendDelayMs: 60_000,
  outageToleranceMs: 3_600_000,
  graceMs: 600_000,
} as const;

interface RunningGroup {
  readonly group: RuleGroup;
  readonly stopping: AbortController;
  readonly stopped: Promise<void>;
}

/**
 * Keeps groups of rules evaluated. `load` may be called again at any time: groups that stay the same run on, changed ones
 * take over what their alerts were, and the series of what is gone end.
 */
export class RuleService implements Service {
  readonly id = 'rules';
  readonly #metrics: RuleMetrics;
  #running = new Map<string, RunningGroup>();
  #loading: Promise<void> = Promise.resolve();
  #isFirstLoad = true;
  #end: () => void = () => {};
  readonly #ended = new Promise<void>((resolve) => {
    this.#end = resolve;
  });

  constructor(private readonly options: RuleServiceOptions) {
    this.#metrics = registerRuleMetrics(options.metrics, () => this.groups);
  }

  /** In the order of their files. */
  get groups(): readonly RuleGroup[] {
    return [...this.#running.values()].map(({ group }) => group);
  }

  run(): Promise<void> {
    return this.#ended;
  }

  async stop(): Promise<void> {
    await this.#loading;
    await Promise.all([...this.#running.values()].map(halt));
    this.#end();
  }

  /** Resolves when the new groups are in place. */
  load(definitions: readonly GroupDefinition[]): Promise<void> {
    this.#loading = this.#loading.then(() => this.#replace(definitions));
    return this.#loading;
  }

  async #replace(definitions: readonly GroupDefinition[]): Promise<void> {
    const before = this.#running;
    const next = new Map<string, RunningGroup>();
    for (const definition of definitions) {
      const key = keyOf(definition);
      const old = before.get(key);
      before.delete(key);
      const isSame = old !== undefined && JSON.stringify(old.group.definition) === JSON.stringify(definition);
      next.set(key, isSame ? old : await this.#start(definition, old));
    }
    this.#running = next;
    this.#isFirstLoad = false;
    for (const old of before.values()) await this.#finish(old);
  }

  async #start(definition: GroupDefinition, old: RunningGroup | undefined): Promise<RunningGroup> {
    const { clock } = this.options;
    const group = new RuleGroup(definition, {
      ...this.options,
      monotonicMs: () => clock.monotonicMs(),
      onEvaluated: (of, rule) => this.#metrics.evaluated(of, rule),
    });
    if (old) {
      await halt(old);
      group.takeOver(old.group);
    } else if (!this.#isFirstLoad) {
      for (const rule of group.alertingRules) rule.isRestored = true;
    }
    const stopping = new AbortController();
    const schedule = scheduleOf(definition.file, definition.name, group.intervalMs);
    const evaluate = (at: number, missed: number) => this.#evaluate(group, at, missed);
    return { group, stopping, stopped: runLoop({ clock, schedule, signal: stopping.signal, evaluate }) };
  }

  async #evaluate(group: RuleGroup, at: number, missed: number): Promise<void> {
    const { clock, onError, storage, outageToleranceMs, graceMs } = this.options;
    group.missedIterations += missed;
    this.#metrics.iteration(group, missed);
    const isFirst = group.lastEvaluationAt === undefined;
    try {
      await group.evaluate(at);
      // The first evaluation after a start may lack what other groups record: the second one is trusted.
      const waits = group.alertingRules.some(({ isRestored }) => !isRestored);
      if (waits && !isFirst) await group.restore({ storage, at: clock.now(), outageToleranceMs, graceMs });
    } catch (error) {
      onError(error);
    }
  }

  async #finish(old: RunningGroup): Promise<void> {
    await halt(old);
    await old.group.finish(this.options.clock.now()).catch(this.options.onError);
  }
}

async function halt({ stopping, stopped }: RunningGroup): Promise<void> {
  stopping.abort();
  await stopped;
}

function keyOf({ file, name }: GroupDefinition): string {
  return JSON.stringify([file, name]);
}
