import { createEngine, Labels, MemoryStorage } from '@seaworthy/promql';
import { describe, expect, it } from 'vitest';
import { RuleGroup } from '../rules/evaluate/group.ts';
import { readRuleFile } from '../rules/file/read-rule-file.ts';
import { vectorQuery } from '../rules/query.ts';
import type { TargetState } from '../samples/target.ts';
import { read, testApi } from './testing.ts';

const rules = (name: string) => `
groups:
- name: ${name}
  interval: 30s
  rules:
  - {record: twice, expr: 'x*2'}
  - {alert: High, expr: x > 1, for: 5m, keep_firing_for: 1m, labels: {severity: page}, annotations: {summary: 'is {{ $value }}'}}
  - {alert: Low, expr: x < 1}
`;

async function groups(): Promise<RuleGroup[]> {
  const storage = new MemoryStorage();
  storage.add({ __name__: 'x', job: 'api' }, [[1_000_000, 2.5]]);
  const definitions = ['a', 'b'].flatMap((name) => readRuleFile(rules(name), `${name}.yml`).groups);
  const made = definitions.map(
    (definition) =>
      new RuleGroup(definition, {
        query: vectorQuery(createEngine(), storage),
        appender: () => ({ append: () => 'ok', commit: async () => {} }),
        notify: () => {},
        ...{ intervalMs: 60_000, resendDelayMs: 60_000, externalURL: '', externalLabels: {}, monotonicMs: () => 0 },
      }),
  );
  await made[0]?.evaluate(1_000_000);
  return made;
}

const alert = {
  labels: { alertname: 'High', job: 'api', severity: 'page' },
  annotations: { summary: 'is 2.5' },
  state: 'pending',
  activeAt: '1970-01-01T00:16:40.000Z',
  value: '2.5e+00',
};
const high = {
  state: 'pending',
  name: 'High',
  query: 'x > 1',
  duration: 300,
  keepFiringFor: 60,
  labels: { severity: 'page' },
  annotations: { summary: 'is {{ $value }}' },
  alerts: [alert],
  health: 'ok',
  evaluationTime: 0,
  lastEvaluation: '1970-01-01T00:16:40.000Z',
  type: 'alerting',
};

describe('rules', () => {
  it('are told with their state, those that were not evaluated yet with the zero time', async () => {
    const made = await groups();
    const { get } = testApi({ ruleGroups: () => made });
    const { data } = (await get('/rules')).body;
    expect(data.groups).toMatchObject([
      {
        name: 'a',
        file: 'a.yml',
        interval: 30,
        limit: 0,
        evaluationTime: 0,
        rules: [
          { name: 'twice', query: 'x * 2', type: 'recording', health: 'ok' },
          high,
          { state: 'inactive', alerts: [] },
        ],
      },
      { lastEvaluation: '0001-01-01T00:00:00Z', rules: [{ health: 'unknown' }, {}, {}] },
    ]);
    expect((await get('/alerts')).body.data).toEqual({ alerts: [alert] });
  });

  it('are told as far as they are wanted', async () => {
    const made = await groups();
    const { ask } = testApi({ ruleGroups: () => made });
    const found = async (...parameters: [string, string][]) => {
      const { data } = read(await ask('/rules', parameters)).body;
      return data.groups.map(({ name, rules }: { name: string; rules: { name: string }[] }) => [
        name,
        ...rules.map((rule) => rule.name),
      ]);
    };
    expect(await found(['type', 'record'])).toEqual([
      ['a', 'twice'],
      ['b', 'twice'],
    ]);
    expect(await found(['type', 'alert'], ['file[]', 'b.yml'])).toEqual([['b', 'High', 'Low']]);
    expect(await found(['rule_group[]', 'a'], ['rule_name[]', 'Low'], ['rule_name[]', 'twice'])).toEqual([
      ['a', 'twice', 'Low'],
    ]);
    expect(await found(['rule_name[]', 'nothing'])).toEqual([]);
    const without = read(await ask('/rules', [['exclude_alerts', 'true']])).body.data.groups[0].rules[1];
    const { alerts: _, ...rest } = high;
    expect(without).toEqual(rest);
  });
});

describe('targets', () => {
  const metadata = new Map([['hits_total', { type: 'counter', help: 'Hits.' }]]);
  const limits = {
    intervalMs: 15_000,
    timeoutMs: 1_500,
    honorLabels: false,
    honorTimestamps: true,
    sampleLimit: 0,
    bodySizeLimitBytes: 0,
  };
  const state = (job: string, over: Partial<TargetState>): TargetState => ({
    target: {
      ...{ key: job, job, limits, metricRelabel: undefined, discoveredLabels: { __address__: job } },
      labels: Labels.from({ job, instance: job }),
      source: { kind: 'url', url: `http://${job}/metrics` },
    },
    ...{ health: 'up', lastError: '', lastScrapeMs: 1_500, lastDurationMs: 20, metadata },
    ...over,
  });
  const states = [
    state('a', {}),
    state('b', { health: 'unknown', lastScrapeMs: undefined, lastDurationMs: undefined }),
  ];
  const targets = { targets: () => states, dropped: () => [{ job: 'a', discoveredLabels: { __address__: 'x' } }] };

  it('are told with their last scrape, and with what was left out', async () => {
    const { get } = testApi({ targets });
    const { data } = (await get('/targets')).body;
    expect(data.activeTargets).toMatchObject([
      {
        labels: { job: 'a' },
        scrapePool: 'a',
        scrapeUrl: 'http://a/metrics',
        lastScrape: '1970-01-01T00:00:01.500Z',
        lastScrapeDuration: 0.02,
        scrapeInterval: '15s',
        scrapeTimeout: '1s500ms',
        health: 'up',
      },
      { lastScrape: '0001-01-01T00:00:00Z', health: 'unknown' },
    ]);
    expect(data).toMatchObject({ droppedTargets: [{ scrapePool: 'a' }], droppedTargetCounts: { a: 1 } });
    const counts = async (parameters: Record<string, string>) => {
      const { activeTargets, droppedTargets } = (await get('/targets', parameters)).body.data;
      return [activeTargets.length, droppedTargets.length];
    };
    expect(await counts({ state: 'active' })).toEqual([2, 0]);
    expect(await counts({ state: 'dropped' })).toEqual([0, 1]);
    expect(await counts({ scrapePool: 'b' })).toEqual([1, 0]);
    expect((await get('/scrape_pools')).body.data).toEqual({ scrapePools: ['a', 'b'] });
  });

  it('tell of their metrics: together, each thing once, or one by one', async () => {
    const { get } = testApi({ targets });
    const said = { type: 'counter', help: 'Hits.', unit: '' };
    expect((await get('/metadata')).body.data).toEqual({ hits_total: [said] });
    const each = (await get('/targets/metadata', { match_target: '{job="b"}' })).body.data;
    expect(each).toEqual([{ target: { job: 'b', instance: 'b' }, metric: 'hits_total', ...said }]);
    expect((await get('/targets/metadata', { metric: 'hits_total', limit: '1' })).body.data).toEqual([
      { target: { job: 'a', instance: 'a' }, ...said },
    ]);
  });
});
