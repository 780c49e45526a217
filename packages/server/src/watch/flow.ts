import type { Logger } from '@seaworthy/kit';
import type { Engine } from '@seaworthy/promql';
import { createEngine } from '@seaworthy/promql';
import type { SloConfig } from '../config/slo-config.ts';
import type { DashboardDefinition } from './dashboards/definition.ts';
import { RuleService, ruleDefaults } from './rules/evaluate/rule-service.ts';
import type { GroupDefinition } from './rules/file/definition.ts';
import { vectorQuery } from './rules/query.ts';
import type { Sampling, SamplingOptions } from './sampling.ts';
import { openSampling } from './sampling.ts';
import { settleAfterStart } from './settle.ts';
import type { Standing } from './standing.ts';
import { watchStandings } from './standing.ts';
import type { AlertingSource, Telling, TellingOptions } from './telling.ts';
import { startTelling } from './telling.ts';

/** What is looked at, asked, judged and told, while the control plane runs. */
export interface Watch {
  readonly engine: Engine;
  readonly sampling: Sampling;
  readonly rules: RuleService;
  readonly telling: Telling;
  /** Whether its parts do their work. */
  standings(): Readonly<Record<string, Standing>>;
  /** The objectives that the rules are about. */
  slos(): readonly SloConfig[];
  /** What is shown of it all. */
  dashboards(): readonly DashboardDefinition[];
  /** From now on by other rules and another alerting configuration; what goes on, goes on. */
  reload(sources: WatchSources): Promise<void>;
  stop(): Promise<void>;
}

export interface WatchOptions
  extends Omit<SamplingOptions, 'report'>,
    Omit<TellingOptions, 'source' | 'print' | 'report'> {
  readonly sources: WatchSources;
  readonly logger: Logger;
}

/** What the files say that the configuration names; read anew at a reload. */
export interface WatchSources {
  readonly rules: readonly GroupDefinition[];
  readonly alerting: AlertingSource;
  /** Objectives; the rules have theirs. */
  readonly slos?: readonly SloConfig[];
  readonly dashboards?: () => readonly DashboardDefinition[];
}

/** sample -> store -> rule -> alert -> route -> notification. */
export async function startWatch(options: WatchOptions): Promise<Watch> {
  const { config, sources, clock, metrics, externalURL, logger } = options;
  const engine = createEngine();
  const sampling = await openSampling({
    ...options,
    report: (message, error) => logger.warn(message, error === undefined ? {} : { error }),
  });
  const telling = await startTelling({
    ...options,
    source: sources.alerting,
    print: (line) => logger.warn(line),
    report: (error, doing) => logger.error(`${doing} failed`, { error }),
  }).catch(async (error: unknown) => {
    await sampling.stop();
    throw error;
  });
  const rules = new RuleService({
    ...ruleDefaults,
    ...{ clock, metrics, externalURL, externalLabels: {} },
    intervalMs: config.intervalMs,
    // Prometheus holds alerts back for ten minutes after its start, and forgets those that wait for less. Our restarts are
    // short and often: what was pending goes on, less the time in which nobody looked.
    graceMs: 0,
    query: vectorQuery(engine, sampling.querier),
    storage: sampling.querier,
    appender: sampling.appender,
    notify: telling.tell,
    onError: (error) => logger.error('Rules cannot be evaluated', { error }),
  });
  await rules.load(sources.rules);
  let { slos = [], dashboards = () => [] } = sources;
  sampling.start();
  const sinceMs = clock.now();
  const settling = settleAfterStart({
    ...{ clock, intervalMs: config.intervalMs, tell: telling.tell },
    groups: () => rules.groups,
    alerts: () => telling.alerting.alerts.list(),
    ownURL: `${externalURL}/graph?`,
    onError: (error) => logger.error('The end of alerts cannot be told', { error }),
  });
  return {
    ...{ engine, sampling, rules, telling },
    standings: () =>
      watchStandings(
        { targets: sampling.scraper.targets(), groups: rules.groups, isDelivering: telling.isDelivering },
        { nowMs: clock.now(), sinceMs },
      ),
    slos: () => slos,
    dashboards: () => dashboards(),
    async reload(next) {
      await telling.reload(next.alerting);
      await rules.load(next.rules);
      ({ slos = [], dashboards = () => [] } = next);
    },
    async stop() {
      settling.stop();
      await rules.stop();
      await telling.stop();
      await sampling.stop();
    },
  };
}
