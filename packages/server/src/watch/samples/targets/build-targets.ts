import { Labels } from '@seaworthy/promql';
import type { ScrapeConfig } from '../../../config/metrics-config.ts';
import type { Relabel } from '../../relabel/relabel.ts';
import { compileRelabel } from '../../relabel/relabel.ts';
import type { PageSource, ScrapeLimits, Target } from '../target.ts';
import type { InsideTarget, TargetGroup } from './discovery.ts';

export interface BuiltTargets {
  readonly targets: readonly Target[];
  /** Labels, as discovered, of those that relabelling dropped or left without an address. */
  readonly dropped: readonly Readonly<Record<string, string>>[];
}

/** From what was discovered of a job to what is scraped; twins count once. */
export function buildTargets(job: ScrapeConfig, groups: readonly TargetGroup[]): BuiltTargets {
  const relabel = compileRelabel(job.relabel);
  const metricRelabel = job.metricRelabel.length === 0 ? undefined : compileRelabel(job.metricRelabel);
  const targets = new Map<string, Target>();
  const dropped: Readonly<Record<string, string>>[] = [];
  for (const { targets: listed, labels } of groups) {
    for (const each of listed) {
      const discovered = discoveredLabels(job, each, labels);
      const target = buildTarget(job, each, discovered, relabel, metricRelabel);
      if (target === undefined) dropped.push(discovered);
      else targets.set(target.key, target);
    }
  }
  return { targets: [...targets.values()], dropped };
}

function discoveredLabels(job: ScrapeConfig, target: string | InsideTarget, labels: TargetGroup['labels']) {
  const params = Object.entries(job.params).map(([name, values]) => [`__param_${name}`, values[0] ?? '']);
  return {
    job: job.job,
    __scheme__: job.scheme,
    __metrics_path__: job.path,
    __scrape_interval__: `${job.intervalMs}ms`,
    __scrape_timeout__: `${job.timeoutMs}ms`,
    ...Object.fromEntries(params),
    ...labels,
    __address__: typeof target === 'string' ? target : target.address,
  };
}

function buildTarget(
  job: ScrapeConfig,
  target: string | InsideTarget,
  discovered: Readonly<Record<string, string>>,
  relabel: Relabel,
  metricRelabel: Relabel | undefined,
): Target | undefined {
  const labels = new Map(Object.entries(discovered));
  if (!relabel(labels)) return undefined;
  const address = labels.get('__address__') ?? '';
  if (address === '') return undefined;
  if (!labels.has('instance')) labels.set('instance', address);
  const source = typeof target === 'string' ? urlSource(job, labels) : target.source;
  if (source === undefined) return undefined;
  const limits = limitsOf(job, labels);
  const visible = Labels.from([...labels].filter(([name]) => !name.startsWith('__')));
  const place = source.kind === 'url' ? source.url : source.name;
  const key = JSON.stringify([visible.key, place, limits, job.metricRelabel]);
  return { key, job: job.job, labels: visible, discoveredLabels: discovered, source, limits, metricRelabel };
}

/** Relabelling may have changed every part of the address; undefined when that made it none. */
function urlSource(job: ScrapeConfig, labels: ReadonlyMap<string, string>): PageSource | undefined {
  const scheme = labels.get('__scheme__') ?? 'http';
  const base = `${scheme}://${labels.get('__address__') ?? ''}`;
  if (!URL.canParse(base)) return undefined;
  const url = new URL(labels.get('__metrics_path__') ?? '/', base);
  for (const [name, values] of Object.entries(job.params))
    for (const value of values.slice(1)) url.searchParams.append(name, value);
  for (const [name, value] of labels) if (name.startsWith('__param_')) url.searchParams.set(name.slice(8), value);
  return { kind: 'url', url: url.href };
}

function limitsOf(job: ScrapeConfig, labels: ReadonlyMap<string, string>): ScrapeLimits {
  const intervalMs = milliseconds(labels.get('__scrape_interval__')) ?? job.intervalMs;
  const timeoutMs = milliseconds(labels.get('__scrape_timeout__')) ?? job.timeoutMs;
  const { honorLabels, honorTimestamps, sampleLimit, bodySizeLimitBytes } = job;
  const limits = { honorLabels, honorTimestamps, sampleLimit, bodySizeLimitBytes };
  return { intervalMs, timeoutMs: Math.min(timeoutMs, intervalMs), ...limits };
}

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** `250ms`, `30s`, `5m`, `1h`; undefined for anything else, and for nothing at all. */
function milliseconds(text: string | undefined): number | undefined {
  const [, amount = '', unit = ''] = /^(\d+)(ms|s|m|h)$/.exec(text ?? '') ?? [];
  const ms = Number(amount) * (unitMs[unit] ?? 0);
  return ms > 0 ? ms : undefined;
}
