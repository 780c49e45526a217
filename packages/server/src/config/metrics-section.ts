import { ByteSize, Duration, hints, Secret, Text, UrlPath } from '@seaworthy/kit/config';
import { z } from 'zod';
import { HostPort, HttpUrl, Probe } from './metrics-probes.ts';
import { GivenLabels, RelabelRules } from './metrics-relabel.ts';

const Count = z.int().min(0);

const job = {
  job: Text.describe('Label "job" of its samples.'),
  scheme: z.enum(['http', 'https']).default('http').describe('How its targets are asked.'),
  path: UrlPath.prefault('/metrics').describe('Where its targets serve metrics.'),
  params: z.record(z.string(), z.array(Text)).default({}).describe("Of the targets' URLs."),
  interval: Duration.optional().describe('As metrics.interval.'),
  timeout: Duration.optional().describe('As metrics.timeout.'),
  honorLabels: z.boolean().optional().describe('As metrics.honorLabels.'),
  honorTimestamps: z.boolean().optional().describe('As metrics.honorTimestamps.'),
  sampleLimit: Count.optional().describe('As metrics.sampleLimit.'),
  bodySizeLimit: ByteSize.optional().describe('As metrics.bodySizeLimit.'),
  relabel: RelabelRules.describe('For its targets, before metrics.relabel.'),
  metricRelabel: RelabelRules.describe('For its samples, before metrics.metricRelabel.'),
};

const StaticJob = z.strictObject({
  ...job,
  addresses: z.array(HostPort).min(1).describe('Its targets, host:port each.'),
  labels: GivenLabels.describe('Further labels of its targets.'),
});

const TargetFile = z
  .string()
  .regex(/^[^*]*(\*[^*/]*)?\.(json|yml|yaml)$/)
  .register(hints, {
    expected: 'a file that ends in .json, .yml or .yaml; its name may have one *',
    example: 'targets/*.yml',
  });

const FileJob = z.strictObject({
  ...job,
  files: z.array(TargetFile).min(1).describe("Target files in Prometheus' format; read again when they change."),
  refresh: Duration.prefault('5m').describe('How often they are read again in any case.'),
});

const RemoteWrite = z.strictObject({
  url: HttpUrl.describe('Receives every sample by remote write 1.0.'),
  headers: z.record(z.string(), Text).default({}).describe('Of the requests.'),
  bearerToken: Secret.optional().describe('Of the requests.'),
  timeout: Duration.prefault('30s').describe('Of one request.'),
  queueSamples: z
    .int()
    .min(1_000)
    .max(10_000_000)
    .default(100_000)
    .describe('May wait; the oldest go when there are more.'),
  batchSamples: z.int().min(1).max(10_000).default(2_000).describe('In one request.'),
  batchWait: Duration.prefault('5s').describe('So long a sample waits for others.'),
  relabel: RelabelRules.describe('For outgoing samples.'),
});

/** `metrics:` value by value; `CheckedMetrics` is the whole. */
export const MetricsSection = z.strictObject({
  path: UrlPath.prefault('/metrics').describe('Where the instances serve Prometheus metrics.'),
  interval: Duration.prefault('15s').describe('Between two scrapes.'),
  timeout: Duration.optional().describe('Of one scrape. Default: 10s, or the interval where that is shorter.'),
  honorLabels: z.boolean().default(false).describe("Whether a page's labels win over its target's."),
  honorTimestamps: z.boolean().default(true).describe("Whether a page's timestamps count."),
  sampleLimit: Count.default(0).describe('A page with more samples is refused. 0: no limit.'),
  bodySizeLimit: ByteSize.prefault('64Mi').describe('A longer page is refused.'),
  relabel: RelabelRules.describe("For the labels of all targets: Prometheus' relabel_configs."),
  metricRelabel: RelabelRules.describe("For all scraped samples: Prometheus' metric_relabel_configs."),
  targets: z.array(StaticJob).default([]).describe('What else is scraped.'),
  fileSd: z.array(FileJob).default([]).describe('Targets that are listed in files.'),
  probes: z.array(Probe).default([]).describe('What is looked at from outside.'),
  connectivity: HostPort.optional().describe(
    'Answers whenever this machine has a network; when it does not, probes know nothing instead of saying down.',
  ),
  remoteWrite: z.array(RemoteWrite).default([]).describe('Where samples are sent on.'),
});
export type MetricsSection = z.output<typeof MetricsSection>;
