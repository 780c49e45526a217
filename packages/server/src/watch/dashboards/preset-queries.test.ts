import { createEngine, Labels, MemoryStorage } from '@seaworthy/promql';
import { describe, expect, it } from 'vitest';
import { withAllValues } from './check-query.ts';
import { panelsOf } from './definition.ts';
import { loadDashboards } from './load-dashboards.ts';

const NOW = Date.UTC(2030, 0, 31, 12);
const STEP_MS = 15_000;
const LENGTH_MS = 2 * 3_600_000;

type Given = readonly [name: string, labels: Readonly<Record<string, string>>, valueAt: (step: number) => number];

const of = { instance: '10.0.0.1:8000', job: 'asr', service: 'asr' };
const byScraper = { instance: '10.0.0.2:8000', job: 'event-scraper', service: 'event-scraper' };
const still = (value: number) => () => value;
const growing = (perStep: number) => (step: number) => step * perStep;

function histogram(name: string, labels: Readonly<Record<string, string>>): readonly Given[] {
  const buckets = Object.entries({ '0.5': 6, '1': 9, '5': 10, '+Inf': 10 });
  return [
    ...buckets.map(([le, perStep]): Given => [`${name}_bucket`, { ...labels, le }, growing(perStep)]),
    [`${name}_count`, labels, growing(10)],
  ];
}

/** What the other two workloads show. */
const given: readonly Given[] = [
  ['asr_requests_total', of, growing(10)],
  ['asr_errors_total', of, growing(1)],
  ...histogram('asr_response_time_seconds', of),
  ['asr_health', { ...of, check: 'database' }, still(0.5)],
  ['asr_files_processed_total', of, growing(1)],
  ['asr_processing_queue_size', of, still(3)],
  ['asr_cpu_usage_percent', of, still(40)],
  ['asr_memory_usage_percent', of, still(50)],
  ['asr_disk_usage_percent', of, still(60)],
  ['up', byScraper, still(1)],
  ['scraper_events_extracted_total', { ...byScraper, source: 'calendar' }, growing(1)],
  ...histogram('scraper_execution_time_seconds', { ...byScraper, phase: 'crawl' }),
  ['scraper_deduplication_ratio', byScraper, still(0.2)],
  ['scraper_cache_hit_rate', byScraper, still(0.9)],
  ['scraper_requests_total', byScraper, growing(10)],
  ['scraper_errors_total', byScraper, growing(1)],
  ...histogram('scraper_response_time_seconds', byScraper),
  ['scraper_health', { ...byScraper, check: 'database' }, still(1)],
  ['scraper_process_memory_bytes', byScraper, still(1e8)],
  ['scraper_process_uptime_seconds', byScraper, growing(15)],
];

const store = new MemoryStorage();
for (const [name, labels, valueAt] of given) {
  for (let step = 0; step * STEP_MS <= LENGTH_MS; step++) {
    store.append(Labels.from({ __name__: name, ...labels }), NOW - LENGTH_MS + step * STEP_MS, valueAt(step));
  }
}

const dashboards = loadDashboards({ files: [], directory: '/' }).dashboards();

async function valuesOf(expr: string): Promise<readonly number[]> {
  const result = await createEngine().instant(store, withAllValues(expr), NOW);
  return result.type === 'vector' ? result.samples.map(({ value }) => value) : [];
}

/** The workloads that are not operated here yet: their metrics are those that the rules of their presets ask for. */
describe.each(dashboards.filter(({ name }) => ['asr', 'scraper'].includes(name)))('$name', (dashboard) => {
  it.each(panelsOf(dashboard))('$title shows what the workload measured', async ({ queries }) => {
    for (const { expr } of queries) {
      const values = await valuesOf(expr);
      expect(values.length, expr).toBeGreaterThan(0);
      expect(values.every(Number.isFinite), expr).toBe(true);
    }
  });
});

it.each([
  ['asr', 'Within the Agreement', 0.9],
  ['asr', 'Success Rate', 0.9],
  ['asr', 'Error Rate', 0.1],
  ['scraper', 'Error Rate', 0.1],
  ['scraper', 'Availability', 1],
])('%s: %s is %d', async (name, title, value) => {
  const dashboard = dashboards.find((each) => each.name === name);
  const panel = panelsOf(dashboard ?? { rows: [] }).find((each) => each.title === title);
  const [found] = await valuesOf(panel?.queries[0]?.expr ?? '');
  expect(found).toBeCloseTo(value, 6);
});
