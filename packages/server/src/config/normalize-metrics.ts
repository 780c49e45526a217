import { resolve } from 'node:path';
import { printAddress } from './listen-address.ts';
import type { FileJobConfig, JobConfig, MetricsConfig, RemoteWriteConfig, ScrapeConfig } from './metrics-config.ts';
import { normalizeProbe } from './metrics-probes.ts';
import { normalizeRule } from './metrics-relabel.ts';
import type { MetricsSection } from './metrics-section.ts';

/** Of a scrape, unless the file says more. */
const TIMEOUT_MS = 10_000;

/** Jobs have everything of their own afterwards; paths are relative to the file's folder. */
export function normalizeMetrics(raw: MetricsSection, directory: string): MetricsConfig {
  return {
    path: raw.path,
    intervalMs: raw.interval,
    timeoutMs: raw.timeout ?? Math.min(TIMEOUT_MS, raw.interval),
    honorLabels: raw.honorLabels,
    honorTimestamps: raw.honorTimestamps,
    sampleLimit: raw.sampleLimit,
    bodySizeLimitBytes: raw.bodySizeLimit,
    relabel: raw.relabel.map(normalizeRule),
    metricRelabel: raw.metricRelabel.map(normalizeRule),
    targets: raw.targets.map((job) => normalizeJob(job, raw)),
    fileSd: raw.fileSd.map((job) => normalizeFileJob(job, raw, directory)),
    probes: raw.probes.map(normalizeProbe),
    connectivity: raw.connectivity,
    remoteWrite: raw.remoteWrite.map(normalizeRemoteWrite),
  };
}

function normalizeJob(job: MetricsSection['targets'][number], raw: MetricsSection): JobConfig {
  return { ...scrapeConfig(job, raw), addresses: job.addresses.map(printAddress), labels: job.labels };
}

function normalizeFileJob(
  job: MetricsSection['fileSd'][number],
  raw: MetricsSection,
  directory: string,
): FileJobConfig {
  const files = job.files.map((file) => resolve(directory, file));
  return { ...scrapeConfig(job, raw), files, refreshMs: job.refresh };
}

type RawJob = MetricsSection['targets'][number] | MetricsSection['fileSd'][number];

function scrapeConfig(job: RawJob, raw: MetricsSection): ScrapeConfig {
  const intervalMs = job.interval ?? raw.interval;
  return {
    job: job.job,
    scheme: job.scheme,
    path: job.path,
    params: job.params,
    intervalMs,
    timeoutMs: Math.min(job.timeout ?? raw.timeout ?? TIMEOUT_MS, intervalMs),
    honorLabels: job.honorLabels ?? raw.honorLabels,
    honorTimestamps: job.honorTimestamps ?? raw.honorTimestamps,
    sampleLimit: job.sampleLimit ?? raw.sampleLimit,
    bodySizeLimitBytes: job.bodySizeLimit ?? raw.bodySizeLimit,
    relabel: [...job.relabel, ...raw.relabel].map(normalizeRule),
    metricRelabel: [...job.metricRelabel, ...raw.metricRelabel].map(normalizeRule),
  };
}

function normalizeRemoteWrite(raw: MetricsSection['remoteWrite'][number]): RemoteWriteConfig {
  const { url, headers, bearerToken, queueSamples, batchSamples } = raw;
  const times = { timeoutMs: raw.timeout, batchWaitMs: raw.batchWait };
  return { url, headers, bearerToken, queueSamples, batchSamples, ...times, relabel: raw.relabel.map(normalizeRule) };
}
