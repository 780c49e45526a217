import { formatDuration } from '@seaworthy/promql';
import type { Scraper } from '../samples/scraper.ts';
import type { MetricMetadata, TargetState } from '../samples/target.ts';
import type { PrometheusRequest, Success } from './answer.ts';
import { badData } from './answer.ts';
import { goTime } from './go-numbers.ts';
import { matcherLists } from './parameters.ts';
import { writeList } from './write-result.ts';

/** What is scraped. */
export type Targets = Pick<Scraper, 'targets' | 'dropped'>;

/** The targets that are scraped, and those that relabelling took out. */
export function getTargets(targets: Targets, { parameters }: PrometheusRequest): Success {
  const state = (parameters.get('state') ?? '').toLowerCase();
  const pool = parameters.get('scrapePool') ?? '';
  const active = targets.targets().filter(({ target }) => pool === '' || target.job === pool);
  const dropped = targets.dropped().filter(({ job }) => pool === '' || job === pool);
  const isShown = (name: string) => ['', 'any', name].includes(state);
  return { data: writeTargets(isShown('active') ? active : [], isShown('dropped') ? dropped : [], dropped) };
}

export function getScrapePools(targets: Targets): Success {
  const jobs = [...targets.targets().map(({ target }) => target.job), ...targets.dropped().map(({ job }) => job)];
  return { data: [JSON.stringify({ scrapePools: [...new Set(jobs)].sort() })] };
}

/** What targets say of their metrics, one entry for each thing said. */
export function getMetadata(targets: Targets, { parameters }: PrometheusRequest): Success {
  const wanted = parameters.get('metric') ?? '';
  const [limit, perMetric] = [metadataLimit(parameters, 'limit'), metadataLimit(parameters, 'limit_per_metric')];
  const byMetric = new Map<string, Map<string, MetadataView>>();
  for (const { metadata } of targets.targets()) {
    for (const [metric, said] of wantedOf(metadata, wanted)) {
      const known = byMetric.get(metric) ?? new Map<string, MetadataView>();
      if (!byMetric.has(metric) && byMetric.size >= limit) continue;
      byMetric.set(metric, known);
      const view = metadataView(said);
      if (known.size < perMetric) known.set(JSON.stringify(view), view);
    }
  }
  const shown = [...byMetric].map(([metric, said]) => [metric, [...said.values()]]);
  return { data: [JSON.stringify(Object.fromEntries(shown))] };
}

/** The same, target by target. */
export function getTargetMetadata(targets: Targets, { parameters }: PrometheusRequest): Success {
  const wanted = parameters.get('metric') ?? '';
  const limit = metadataLimit(parameters, 'limit');
  const matchers = targetMatchers(parameters);
  return { data: writeList(upTo(targetMetadata(targets, wanted, matchers), limit), (entry) => JSON.stringify(entry)) };
}

type TargetFilter = (target: TargetState) => boolean;

interface MetadataView {
  readonly type: string;
  readonly help: string;
  readonly unit: string;
}

function* writeTargets(
  active: readonly TargetState[],
  dropped: ReturnType<Targets['dropped']>,
  counted: ReturnType<Targets['dropped']>,
): Generator<string> {
  yield '{"activeTargets":';
  yield* writeList(active, (state) => JSON.stringify(targetView(state)));
  yield ',"droppedTargets":';
  yield* writeList(dropped, ({ discoveredLabels, job }) => JSON.stringify({ discoveredLabels, scrapePool: job }));
  const counts: Record<string, number> = {};
  for (const { job } of counted) counts[job] = (counts[job] ?? 0) + 1;
  yield `,"droppedTargetCounts":${JSON.stringify(counts)}}`;
}

function targetView({ target, health, lastError, lastScrapeMs, lastDurationMs }: TargetState) {
  const { source, limits } = target;
  const url = source.kind === 'url' ? source.url : `inside:${source.name}`;
  return {
    discoveredLabels: target.discoveredLabels,
    labels: target.labels.toRecord(),
    scrapePool: target.job,
    scrapeUrl: url,
    globalUrl: url,
    lastError,
    lastScrape: goTime(lastScrapeMs),
    lastScrapeDuration: (lastDurationMs ?? 0) / 1000,
    health,
    scrapeInterval: formatDuration(limits.intervalMs),
    scrapeTimeout: formatDuration(limits.timeoutMs),
  };
}

function targetMatchers(parameters: URLSearchParams): TargetFilter {
  const text = parameters.get('match_target') ?? '';
  if (text === '') return () => true;
  const [matchers = []] = matcherLists(new URLSearchParams([['match[]', text]]));
  return ({ target }) => matchers.every((matcher) => matcher.matches(target.labels.get(matcher.name)));
}

function* targetMetadata(targets: Targets, metric: string, isWanted: TargetFilter) {
  for (const state of targets.targets().filter(isWanted)) {
    const target = state.target.labels.toRecord();
    for (const [name, said] of wantedOf(state.metadata, metric)) {
      yield { target, ...(metric === '' ? { metric: name } : {}), ...metadataView(said) };
    }
  }
}

function wantedOf(metadata: TargetState['metadata'], metric: string): Iterable<readonly [string, MetricMetadata]> {
  if (metric === '') return metadata;
  const said = metadata.get(metric);
  return said === undefined ? [] : [[metric, said]];
}

function metadataView({ type = 'unknown', help = '', unit = '' }: MetricMetadata): MetadataView {
  return { type, help, unit };
}

function metadataLimit(parameters: URLSearchParams, name: string): number {
  const text = parameters.get(name) ?? '';
  if (text === '') return Infinity;
  if (!/^[+-]?\d+$/.test(text)) throw badData(`${name} must be a number`);
  return Number(text) > 0 ? Number(text) : Infinity;
}

function* upTo<T>(items: Iterable<T>, limit: number): Generator<T> {
  let count = 0;
  for (const item of items) {
    if (count++ >= limit) return;
    yield item;
  }
}
