import { createMetrics } from '@seaworthy/kit/metrics';
import { createEngine, isStale, MemoryStorage } from '@seaworthy/promql';
import { expect, it, onTestFinished } from 'vitest';
import { virtualClock } from '../../../platform/testing.ts';
import { readRuleFile } from '../file/read-rule-file.ts';
import { vectorQuery } from '../query.ts';

import { parseSeriesName } from '../unit-test/series-notation.ts';
import type { RuleAlert } from './outgoing.ts';
import type { RuleServiceOptions } from './rule-service.ts';
import { RuleService, ruleDefaults } from './rule-service.ts';
import { runLoop, scheduleOf, slotAt } from './schedule.ts';

const minute = 60_000;

function world(over: Partial<RuleServiceOptions> = {}, store = new MemoryStorage(), clock = virtualClock()) {
  const sent: RuleAlert[] = [];
  const errors: unknown[] = [];
  const metrics = createMetrics();
  const service = new RuleService({
    ...ruleDefaults,
    query: vectorQuery(createEngine(), store),
    appender: () => store,
    storage: store,
    notify: (alerts) => void sent.push(...alerts),
    externalURL: 'http://sea',
    externalLabels: { dc: 'x' },
    clock,
    metrics,
    onError: (error) => errors.push(error),
    ...over,
  });
  onTestFinished(() => service.stop());
  const set = (name: string, value: number) => void store.append(parseSeriesName(name), clock.now(), value);
  const load = (text: string) => service.load(readRuleFile(text, 'r.yml').groups);
  const last = (name: string) => {
    const found = store.select({ matchers: [], startMs: 0, endMs: clock.now() });
    return found.filter(({ labels }) => labels.metricName === name).map(({ values }) => values.at(-1) ?? Number.NaN);
  };
  return { service, store, clock, sent, errors, metrics, set, load, last };
}

const rules = `
groups:
- name: a
  interval: 1m
  rules:
  - {record: b, expr: a * 2}
  - {alert: High, expr: b > 10, for: 2m, labels: {severity: critical}, annotations: {summary: 'b is {{ $value }}'}}
`;

it('evaluates every interval, records, and tells of alerts until they are over', async () => {
  const { clock, set, load, sent, last, service } = world();
  await load(rules);
  set('a', 6);
  await clock.advance(minute);
  expect(last('b')).toEqual([12]);
  expect(sent).toEqual([]);
  for (let index = 0; index < 3; index++) {
    set('a', 6);
    await clock.advance(minute);
  }
  expect(sent[0]).toMatchObject({
    labels: { alertname: 'High', dc: 'x', severity: 'critical' },
    annotations: { summary: 'b is 12' },
    generatorURL: 'http://sea/graph?g0.expr=b+%3E+10&g0.tab=1',
  });
  const told = sent.length;
  set('a', 1);
  await clock.advance(minute);
  expect(sent[told]?.endsAt).toBe(service.groups[0]?.lastEvaluationAt);
  expect(service.groups[0]?.rules.map(({ report }) => report.health)).toEqual(['ok', 'ok']);
});

it('goes on over a restart where it was: no series of a state that is not known yet, then the time before counts', async () => {
  const long = rules.replace('for: 2m', 'for: 30m');
  const before = world();
  await before.load(long);
  for (let index = 0; index < 16; index++) {
    before.set('a', 6);
    await before.clock.advance(minute);
  }
  const activeAt = before.service.groups[0]?.alertingRules[0]?.active[0]?.activeAt ?? 0;
  await before.service.stop();
  await before.clock.advance(5 * minute);
  const after = world({}, before.store, before.clock);
  await after.load(long);
  for (let index = 0; index < 3; index++) {
    after.set('a', 6);
    await after.clock.advance(minute);
  }
  const alert = after.service.groups[0]?.alertingRules[0]?.active[0];
  expect(alert?.state).toBe('pending');
  expect((alert?.activeAt ?? 0) - activeAt).toBeGreaterThan(5 * minute);
  expect((alert?.activeAt ?? 0) - activeAt).toBeLessThanOrEqual(8 * minute);
  expect(after.last('ALERTS_FOR_STATE').at(-1)).toBe(Math.floor((alert?.activeAt ?? 0) / 1000));
});

it('takes a changed file over: what stays keeps its state, what is gone ends', async () => {
  const { clock, set, load, last, service } = world();
  await load(rules);
  for (let index = 0; index < 3; index++) {
    set('a', 6);
    await clock.advance(minute);
  }
  const [group] = service.groups;
  await load(rules);
  expect(service.groups[0]).toBe(group);
  const activeAt = group?.alertingRules[0]?.active[0]?.activeAt;
  await load(rules.replace('{record: b, expr: a * 2}', '{record: c, expr: a * 3}').replace('b > 10', 'c > 10'));
  set('a', 6);
  await clock.advance(minute);
  expect(last('b').map(isStale)).toEqual([true]);
  expect(last('c')).toEqual([18]);
  expect(service.groups[0]?.alertingRules[0]?.active[0]?.activeAt).toBe(activeAt);
  await load('groups: []');
  expect(last('c').map(isStale)).toEqual([true]);
  expect(last('ALERTS').every(isStale)).toBe(true);
});

it('keeps a rule that fails apart: its error is told, the others work', async () => {
  const { clock, set, load, service, metrics, last } = world();
  await load(`groups: [{name: a, rules: [{record: bad, expr: a + on() a}, {record: good, expr: 'a{x="1"}'}]}]`);
  expect(await metrics.render()).toContain('prometheus_rule_evaluation_failures_total{rule_group="r.yml;a"} 0');
  set('a{x="1"}', 1);
  set('a{x="2"}', 2);
  await clock.advance(minute);
  const [bad, good] = service.groups[0]?.rules ?? [];
  expect(bad?.report.health).toBe('err');
  expect(bad?.report.lastError).toContain('many-to-many');
  expect(good?.report.health).toBe('ok');
  expect(last('good')).toEqual([1]);
  const text = await metrics.render();
  expect(text).toContain('prometheus_rule_evaluations_total{rule_group="r.yml;a"} 2');
  expect(text).toContain('prometheus_rule_evaluation_failures_total{rule_group="r.yml;a"} 1');
  expect(text).toContain('prometheus_rule_group_rules{rule_group="r.yml;a"} 2');
});

it('tells again what nobody took', async () => {
  let isDown = true;
  const taken: RuleAlert[] = [];
  const notify = async (alerts: readonly RuleAlert[]) => {
    if (isDown) throw new Error('the database is locked');
    taken.push(...alerts);
  };
  const { clock, set, load, service } = world({ notify });
  await load('groups: [{name: a, rules: [{alert: A, expr: a > 0}]}]');
  set('a', 1);
  await clock.advance(minute);
  expect(service.groups[0]?.rules[0]?.report.lastError).toBe('its alerts were not taken: the database is locked');
  isDown = false;
  await clock.advance(minute);
  expect(taken).toHaveLength(1);
});

it('leaves out what comes due while an evaluation lasts, and counts it', async () => {
  const clock = virtualClock();
  const schedule = scheduleOf('f', 'g', minute);
  const seen: [number, number][] = [];
  const stopping = new AbortController();
  const evaluate = async (at: number, missed: number) => {
    seen.push([at, missed]);
    if (seen.length === 1) await clock.sleep(3.5 * minute);
  };
  const running = runLoop({ clock, schedule, signal: stopping.signal, evaluate });
  const start = slotAt(clock.now(), schedule);
  await clock.advance(6 * minute);
  stopping.abort();
  await running;
  expect(seen.slice(0, 3).map(([at, missed]) => [(at - start) / minute, missed])).toEqual([
    [1, 0],
    [4, 2],
    [5, 0],
  ]);
});

it('spreads groups over the interval, each at the same place after every start', () => {
  const offsets = ['a', 'b', 'c', 'd'].map((name) => scheduleOf('f', name, minute).offsetMs);
  expect(new Set(offsets).size).toBe(4);
  expect(scheduleOf('f', 'a', minute).offsetMs).toBe(offsets[0]);
  for (const offsetMs of offsets)
    expect(slotAt(10 * minute + 1, { intervalMs: minute, offsetMs }) % minute).toBe(offsetMs);
});
