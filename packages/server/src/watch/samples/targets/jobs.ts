import type { MetricsConfig, ScrapeConfig } from '../../../config/metrics-config.ts';
import type { Clock } from '../../../platform/clock.ts';
import type { InsidePage } from '../target.ts';
import type { Discovery } from './discovery.ts';
import { staticTargets } from './discovery.ts';
import { FileTargets } from './file-targets.ts';
import type { ServiceInstances } from './service-targets.ts';
import { serviceTargets } from './service-targets.ts';

export interface JobsOptions {
  readonly config: MetricsConfig;
  readonly service: string;
  readonly instances: ServiceInstances;
  /** Pages of our own by the job's name: `seaworthy`, `seaworthy-proxy`. */
  readonly own: Readonly<Record<string, (signal: AbortSignal) => Promise<InsidePage>>>;
  readonly clock: Clock;
  readonly onFileProblem: (file: string, message: string) => void;
}

/** Everything that is scraped: the service's instances, ourselves, and what the configuration adds. */
export function scrapeJobs({ config, service, instances, own, clock, onFileProblem }: JobsOptions): Discovery[] {
  const defaults = defaultsOf(config);
  return [
    serviceTargets({ ...defaults, job: service }, service, instances),
    ...Object.entries(own).map(([job, read]) => {
      const inside = { address: job, source: { kind: 'inside', name: job, read } } as const;
      return staticTargets({ ...defaults, job }, [{ targets: [inside], labels: {} }]);
    }),
    ...config.targets.map((job) => staticTargets(job, [{ targets: job.addresses, labels: job.labels }])),
    ...config.fileSd.map((job) => new FileTargets(job, { clock, onProblem: onFileProblem })),
  ];
}

function defaultsOf(config: MetricsConfig): Omit<ScrapeConfig, 'job'> {
  const { path, intervalMs, timeoutMs, honorLabels, honorTimestamps, sampleLimit, bodySizeLimitBytes } = config;
  const { relabel, metricRelabel } = config;
  const limits = { intervalMs, timeoutMs, honorLabels, honorTimestamps, sampleLimit, bodySizeLimitBytes };
  return { scheme: 'http', path, params: {}, relabel, metricRelabel, ...limits };
}
