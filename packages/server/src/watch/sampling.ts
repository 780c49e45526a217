import type { Metrics } from '@seaworthy/kit/metrics';
import type { Appender, Querier, StoreStats } from '@seaworthy/promql/storage';
import { DEFAULT_TIERS, openStore } from '@seaworthy/promql/storage';
import { Agent } from 'undici';
import type { MetricsConfig } from '../config/metrics-config.ts';
import type { Clock } from '../platform/clock.ts';
import type { Service } from '../platform/service.ts';
import { knock } from './probes/connection.ts';
import { Prober } from './probes/prober.ts';
import { RemoteWrite } from './remote-write/remote-write.ts';
import { teeAppender } from './remote-write/tee.ts';
import { Scraper } from './samples/scraper.ts';
import type { JobsOptions } from './samples/targets/jobs.ts';
import { scrapeJobs } from './samples/targets/jobs.ts';
import { OwnHealth } from './self/own-health.ts';
import { registerStoreMetrics } from './store-metrics.ts';

/** From a page or a probe to the store. */
export interface Sampling {
  readonly querier: Querier;
  /** A new batch, for one writer. */
  readonly appender: () => Appender;
  readonly scraper: Scraper;
  readonly prober: Prober;
  /** Who is sent the samples too. */
  readonly remotes: readonly RemoteWrite[];
  /** Of the store. */
  readonly stats: () => StoreStats;
  readonly retentionMs: number;
  /** Begins to look at things. What was stored can be asked before. */
  start(): void;
  stop(): Promise<void>;
}

export interface SamplingOptions extends Omit<JobsOptions, 'onFileProblem'> {
  /** Of the store. */
  readonly folder: string;
  /** Samples are kept at least so long, if need be for longer than the store's own time. */
  readonly keepMs?: number;
  readonly config: MetricsConfig;
  readonly clock: Clock;
  readonly metrics: Metrics;
  readonly report: (message: string, error?: unknown) => void;
  /** Told of samples that cannot be read any more. */
  readonly onDamage?: (message: string) => void;
}

const MAINTAIN_MS = 60_000;

export async function openSampling(options: SamplingOptions): Promise<Sampling> {
  const { folder, keepMs = 0, config, clock, metrics, report } = options;
  const retentionMs = Math.max(DEFAULT_TIERS.keepMs, keepMs);
  const store = await openStore({
    folder,
    now: clock.now,
    tiers: { ...DEFAULT_TIERS, keepMs: retentionMs },
    onProblem({ message }) {
      report(message);
      options.onDamage?.(message);
    },
  });
  const dispatcher = new Agent();
  const { connectivity } = config;
  const connect = connectivity && ((signal: AbortSignal) => knock(connectivity, signal));
  const ownHealth = new OwnHealth({ clock, connect });
  const remotes = config.remoteWrite.map((each) => new RemoteWrite(each, { clock, dispatcher, report }));
  const appender = () => teeAppender(store.appender(), remotes);
  const jobs = scrapeJobs({ ...options, onFileProblem: (file, message) => report(`${file}: ${message}`) });
  const scraper = new Scraper(jobs, {
    ...{ clock, dispatcher, appender, ownHealth },
    report: ({ target, message, error }) => report(`${target.job}: ${message}`, error),
  });
  const prober = new Prober(config.probes, { clock, appender, ownHealth, report });
  registerStoreMetrics(metrics, store, remotes);

  const services: readonly Service[] = [...remotes, ownHealth, scraper, prober];
  const maintain = () => store.maintain().then(() => {}, failed('The sample store cannot be tidied', report));
  let stopMaintaining = () => {};
  return {
    ...{ querier: store.querier, appender, scraper, prober, remotes, retentionMs },
    stats: () => store.stats(),
    start() {
      for (const service of services) void service.run().catch(failed(`The ${service.id} has ended`, report));
      stopMaintaining = clock.every(MAINTAIN_MS, maintain);
    },
    async stop() {
      stopMaintaining();
      for (const service of services.toReversed()) await service.stop();
      await dispatcher.destroy();
      await store.close();
    },
  };
}

function failed(what: string, report: SamplingOptions['report']): (error: unknown) => void {
  return (error) => report(what, error);
}
