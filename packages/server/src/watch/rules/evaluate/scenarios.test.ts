import { existsSync, readFileSync } from 'node:fs';
import type { Labels } from '@seaworthy/promql';
import { createEngine, isStale, MemoryStorage, staleNaN } from '@seaworthy/promql';
import { describe, expect, it } from 'vitest';
import type { AlertingDefinition, GroupDefinition, RuleDefinition } from '../file/definition.ts';
import { vectorQuery } from '../query.ts';

import { parseSeriesName } from '../unit-test/series-notation.ts';
import type { GroupOptions } from './group.ts';
import { RuleGroup } from './group.ts';
import type { RuleAlert } from './outgoing.ts';

/** Prometheus' own tests of rules as data; see the README beside it. */
const file = new URL('../../../../../../../shared/rules/scenarios.json', import.meta.url);
const scenarios: readonly Scenario[] = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).scenarios : [];

type LabelRecord = Readonly<Record<string, string>>;
interface Valued {
  readonly labels: LabelRecord;
  readonly value: number | 'stale';
}
interface Step {
  readonly at: number;
  readonly before?: { readonly for: string };
  readonly error?: string;
  readonly ALERTS?: readonly LabelRecord[];
  readonly ALERTS_FOR_STATE?: readonly Valued[];
  readonly recorded?: readonly Valued[];
  readonly stored?: readonly Valued[];
  readonly sent?: number;
  readonly validUntil?: number;
  readonly resolved?: boolean;
}
interface Scenario {
  readonly name: string;
  readonly kind: 'evaluate' | 'notify' | 'restore';
  readonly interval: number;
  readonly limit?: number;
  readonly queryOffset?: number;
  readonly queryOffsets?: readonly number[];
  readonly externalURL?: string;
  readonly externalLabels?: LabelRecord;
  readonly resendDelay?: number;
  readonly rule: Readonly<Record<string, unknown>>;
  readonly load: {
    readonly interval: number | null;
    readonly series: readonly ({ labels: LabelRecord; samples: [number, number | 'stale'][] } | null)[];
  };
  readonly evaluations: readonly Step[];
  readonly outageTolerance: number;
  readonly forGracePeriod: number;
  readonly evaluateBeforeOutage: readonly number[];
  readonly restoreAt: number;
  readonly expect: { readonly activeAt: readonly number[] };
}

describe.skipIf(scenarios.length === 0)('scenarios of Prometheus (skipped where ../shared/rules is not there)', () => {
  const evaluate = scenarios.filter(({ kind }) => kind === 'evaluate');
  const runs = evaluate.flatMap((scenario) =>
    (scenario.queryOffsets ?? [0]).map((offset) => ({
      name: `${scenario.name}, offset ${offset} ms`,
      scenario,
      offset,
    })),
  );

  it.each(runs)('$name', async ({ scenario, offset }) => {
    const world = worldOf(scenario, offset);
    for (const step of scenario.evaluations) {
      if (step.before) world.replaceRule({ ...scenario.rule, ...step.before });
      await world.group.evaluate(step.at + offset);
      await checkStep(world, step);
    }
  });

  it.each(scenarios.filter(({ kind }) => kind === 'restore'))('$name', async (scenario) => {
    const { queryOffset = 0, restoreAt } = scenario;
    // Upstream's test evaluates without an offset before the outage.
    const before = worldOf(scenario, 0);
    for (const at of scenario.evaluateBeforeOutage) await before.group.evaluate(at);
    const after = worldOf(scenario, queryOffset, before.store, false);
    await after.group.evaluate(restoreAt);
    const { outageTolerance: outageToleranceMs, forGracePeriod: graceMs } = scenario;
    await after.group.restore({ storage: after.store, at: restoreAt, outageToleranceMs, graceMs });
    const times = after.group.alertingRules.flatMap((rule) => rule.active.map(({ activeAt }) => activeAt));
    expect(times.sort((a, b) => a - b)).toEqual(scenario.expect.activeAt);
  });

  it('TestNotify', async () => {
    const scenario = scenarios.find(({ name }) => name === 'TestNotify') as Scenario;
    const world = worldOf(scenario, 0);
    world.load('a', [
      [1000, 2],
      [2000, 3],
      [5000, 3],
      [6000, 0],
    ]);
    for (const { at, sent, validUntil, resolved } of scenario.evaluations) {
      world.sent.length = 0;
      await world.group.evaluate(at);
      expect(world.sent).toHaveLength(sent ?? 0);
      if (validUntil !== undefined) expect(world.sent[0]?.endsAt).toBe(validUntil);
      if (resolved) expect(world.sent[0]?.endsAt).toBe(at);
    }
  });

  it('ResolvedRetention', async () => {
    const world = worldOf({ ...(scenarios[0] as Scenario), interval: 60_000, rule: { alert: 'A', expr: 'a > 0' } }, 0);
    world.load(
      'a',
      Array.from({ length: 40 }, (_, minute) => [minute * 60_000, minute < 2 ? 1 : 0]),
    );
    const sentAt: number[] = [];
    for (let minute = 0; minute < 40; minute++) {
      world.sent.length = 0;
      await world.group.evaluate(minute * 60_000);
      if (world.sent.length > 0) sentAt.push(minute);
      if (minute >= 2) expect(world.group.alertingRules[0]?.active).toEqual([]);
    }
    expect(sentAt).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16]);
  });
});

function worldOf(scenario: Scenario, queryOffsetMs: number, store = new MemoryStorage(), isRestored = true) {
  const sent: RuleAlert[] = [];
  const query = vectorQuery(createEngine(), store);
  const options: GroupOptions = {
    query,
    appender: () => store,
    notify: (alerts) => void sent.push(...alerts),
    intervalMs: scenario.interval,
    resendDelayMs: scenario.resendDelay ?? 60_000,
    externalURL: scenario.externalURL ?? '',
    externalLabels: scenario.externalLabels ?? {},
    monotonicMs: () => 0,
  };
  const groupOf = (rule: Readonly<Record<string, unknown>>) => {
    const group = new RuleGroup(definitionOf(scenario, rule, queryOffsetMs), options);
    for (const each of group.alertingRules) each.isRestored = isRestored;
    return group;
  };
  const load = (name: string, samples: readonly (readonly [number, number])[]) => {
    for (const [at, value] of samples) store.append(parseSeriesName(name), at, value);
  };
  for (const series of scenario.load.series) {
    if (!series) continue;
    const labels = parseSeriesName(
      `{${Object.entries(series.labels)
        .map(([k, v]) => `${k}=${JSON.stringify(v)}`)
        .join(',')}}`,
    );
    for (const [at, value] of series.samples) store.append(labels, at, value === 'stale' ? staleNaN : value);
  }
  const world = {
    store,
    sent,
    load,
    group: groupOf(scenario.rule),
    replaceRule(rule: Readonly<Record<string, unknown>>) {
      const group = groupOf(rule);
      group.takeOver(world.group);
      world.group = group;
    },
  };
  return world;
}

type World = ReturnType<typeof worldOf>;

async function checkStep({ group, store }: World, step: Step): Promise<void> {
  const rule = group.rules[0];
  expect(rule?.report.lastError).toBe(step.error ?? '');
  const written = (name: string) => storedAt(store, name, step.at);
  if (step.ALERTS) expect(sortedTexts(written('ALERTS').map(({ labels }) => labels))).toEqual(sortedTexts(step.ALERTS));
  for (const { labels, value } of step.ALERTS_FOR_STATE ?? []) {
    expect(written('ALERTS_FOR_STATE')).toContainEqual({ labels, value });
  }
  for (const { labels, value } of [...(step.recorded ?? []), ...(step.stored ?? [])]) {
    const { __name__: name = '', ...rest } = labels;
    expect(written(name)).toContainEqual({ labels: rest, value });
  }
}

function storedAt(store: MemoryStorage, name: string, at: number): Valued[] {
  return store
    .series([], at, at)
    .filter((labels) => labels.metricName === name)
    .map((labels) => ({ labels: withoutName(labels), value: valueAt(store, labels, at) }))
    .filter(({ value }) => name !== 'ALERTS' || value !== 'stale');
}

function valueAt(store: MemoryStorage, labels: Labels, at: number): number | 'stale' {
  const series = store.select({ matchers: [], startMs: at, endMs: at }).find((each) => each.labels.equals(labels));
  const value = series?.values[0] ?? Number.NaN;
  return isStale(value) ? 'stale' : value;
}

function withoutName(labels: Labels): LabelRecord {
  const { __name__: _, ...rest } = labels.toRecord();
  return rest;
}

function sortedTexts(labels: readonly LabelRecord[]): string[] {
  return labels.map((each) => JSON.stringify(Object.entries(each).sort())).sort();
}

function definitionOf(
  { interval, limit = 0 }: Scenario,
  rule: Readonly<Record<string, unknown>>,
  queryOffsetMs: number,
): GroupDefinition {
  const ms = (text: unknown) => (typeof text === 'string' ? durations[text] : 0) ?? Number.NaN;
  const labels = (rule['labels'] ?? {}) as LabelRecord;
  const base = { expr: String(rule['expr']), labels };
  const definition: RuleDefinition =
    rule['record'] === undefined
      ? ({
          type: 'alerting',
          name: String(rule['alert']),
          ...base,
          annotations: (rule['annotations'] ?? {}) as LabelRecord,
          forMs: ms(rule['for']),
          keepFiringForMs: ms(rule['keep_firing_for']),
        } satisfies AlertingDefinition)
      : { type: 'recording', name: String(rule['record']), ...base };
  return { file: 'f', name: 'g', intervalMs: interval, queryOffsetMs, limit, rules: [definition] };
}

const durations: Readonly<Record<string, number>> = {
  '15s': 15_000,
  '1m': 60_000,
  '25m': 1_500_000,
  '1h': 3_600_000,
};
