import type { Panel } from '@seaworthy/api';
import { describe, expect, it } from 'vitest';
import { heatOf, heatRowsOf } from './heat-rows.ts';
import { legendOf, withOwnNames } from './legends.ts';
import { courseOf, questionsOf, valuesOf } from './panel-data.ts';
import { boundsOf, shareOf, stateOf, valueText } from './panel-state.ts';
import { runsOf } from './state-runs.ts';
import { chosenOf, filledIn, searchWord } from './variables.ts';

const query = { expr: 'up{instance=~"$instance"}', legend: '{{job}}', instant: true };
const panel: Panel = {
  ...{ id: 'up', title: 'Up', description: '', kind: 'stat', unit: 'none', min: null, max: null },
  ...{ thresholds: [], values: [], queries: [query], width: 3, height: 8 },
};
const span = { startMs: 1_000_000, endMs: 4_600_000 };

describe('variables', () => {
  const variables = [{ name: 'instance', title: 'Instance', label: 'instance', selector: 'up' }];
  const filled = (search: Record<string, string>) => filledIn(query.expr, chosenOf(variables, search));

  it.each([
    [{}, 'up{instance=~".*"}'],
    [{ 'var-instance': 'a' }, 'up{instance=~"a"}'],
    [{ 'var-instance': 'a.b:1|c' }, 'up{instance=~"a[.]b:1|c"}'],
    [{ 'var-instance': 'x"} or up{a="' }, 'up{instance=~"x.[}] or up[{]a=."}'],
  ])('%j asks %s', (search, expr) => expect(filled(search)).toBe(expr));

  it('leave what is no variable of the dashboard, and stand in the address as they are read from it', () => {
    expect(filledIn('x{a=~"${other}"}', {})).toBe('x{a=~"${other}"}');
    expect([searchWord(['a', 'b']), searchWord([])]).toEqual(['a|b', undefined]);
  });
});

describe('legends', () => {
  it.each([
    ['{{job}}: {{ slot }}', 'api: blue'],
    ['requests', 'requests'],
    ['{{missing}}', '{job="api", slot="blue"}'],
    [null, '{job="api", slot="blue"}'],
  ])('%j', (legend, name) => expect(legendOf({ legend }, { job: 'api', slot: 'blue' })).toBe(name));

  it('are different from each other', () => {
    expect(withOwnNames([{ name: 'a' }, { name: 'a' }, { name: 'b' }]).map(({ name }) => name)).toEqual([
      'a',
      'a (2)',
      'b',
    ]);
  });
});

describe('thresholds', () => {
  const thresholds: Panel['thresholds'] = [
    { value: 0, state: 'good' },
    { value: 80, state: 'doubt' },
    { value: 90, state: 'bad' },
  ];
  it.each([
    [-1, undefined],
    [0, 'good'],
    [79.9, 'good'],
    [80, 'doubt'],
    [1000, 'bad'],
    [Number.NaN, undefined],
    [null, undefined],
  ])('%s is %s', (value, state) => expect(stateOf(value, { thresholds })).toBe(state));
});

it.each([
  [1, 'none', 'healthy'],
  [0.5, 'none', '0.5'],
  [0.125, 'ratio', '12.5 %'],
  [3.02, 'count', '3'],
  [90, 'per_minute', '90/min'],
  [Number.NaN, 'ratio', '–'],
] as const)('%s in %s is said %s', (value, unit, text) => {
  expect(valueText(value, { unit, values: [{ value: 1, text: 'healthy' }] })).toBe(text);
});

it('fills a gauge from its least to its most, and not beyond', () => {
  const bounds = boundsOf({ min: null, max: null, unit: 'percent' }, []);
  expect([25, 120, -5, Number.NaN].map((value) => shareOf(value, bounds))).toEqual([0.25, 1, 0, 0]);
  expect(boundsOf({ min: null, max: null, unit: 'bytes' }, [5, 50])).toEqual({ low: 0, high: 50 });
});

describe('questions', () => {
  it('of panels that show now are the same for five seconds', () => {
    const at = (endMs: number) => questionsOf(panel, { startMs: 0, endMs }, { instance: [] });
    expect(at(10_000)).toEqual([{ kind: 'instant', expr: 'up{instance=~".*"}', time: 10 }]);
    expect(at(14_999)).toEqual(at(10_000));
  });

  it('over time have as many points as can be seen', () => {
    const range = { ...panel, queries: [{ ...query, instant: false }] };
    const stepOfKind = (kind: Panel['kind'], width: number) => {
      const [question] = questionsOf({ ...range, kind, width }, span, {});
      return question?.kind === 'range' && question.step;
    };
    expect([stepOfKind('timeseries', 12), stepOfKind('timeseries', 4), stepOfKind('heatmap', 12)]).toEqual([
      10, 30, 60,
    ]);
  });
});

describe('answers', () => {
  const answered = (result: unknown, start: number) => ({
    answer: { data: { resultType: 'matrix', result }, warnings: [], infos: [] },
    question: { kind: 'range' as const, expr: '', start, end: start + 20, step: 10 },
    tookMs: 1,
  });

  it('of several queries stand at the same times, also while one is a step behind', () => {
    const two = { queries: [query, { ...query, legend: 'other' }] };
    const metric = { job: 'api' };
    const before = answered(
      [
        {
          metric,
          values: [
            [100, '1'],
            [110, '2'],
            [120, '3'],
          ],
        },
      ],
      100,
    );
    const now = answered([{ metric, values: [[130, '9']] }], 110);
    const { times, series } = courseOf(two, [before, now]);
    expect(times).toEqual([110, 120, 130]);
    expect(series.map(({ name, values }) => [name, ...values])).toEqual([
      ['api', 2, 3, null],
      ['other', null, null, 9],
    ]);
  });

  it('of one value a series come by name', () => {
    const result = ['10', '9', 'x'].map((job) => ({ metric: { job }, value: [0, job === 'x' ? 'NaN' : '1'] }));
    const answer = { data: { resultType: 'vector', result }, warnings: [], infos: [] };
    const values = valuesOf(panel, [{ answer, question: { kind: 'instant', expr: '', time: 0 }, tookMs: 1 }]);
    expect(values).toEqual([
      { name: '9', value: 1 },
      { name: '10', value: 1 },
      { name: 'x', value: Number.NaN },
    ]);
  });
});

describe('heatmaps', () => {
  const bucket = (le: string, ...values: (number | null)[]) => ({ name: le, labels: { le }, values });

  it('take from each bucket what lies below it, the highest first, without empty ends', () => {
    const course = {
      times: [0, 1, 2],
      series: [
        bucket('+Inf', 5, 4, null),
        bucket('0.1', 0, 0, null),
        bucket('1', 5, 4, null),
        bucket('0.5', 3, 4.2, null),
      ],
    };
    expect(heatRowsOf(course).map(({ name, values }) => [name, ...values])).toEqual([
      ['1', 2, 0, null],
      ['0.5', 3, 4.2, null],
    ]);
  });

  it('have a row for each series where there are no buckets', () => {
    const row = (name: string) => ({ name, labels: {}, values: [1] });
    expect(heatRowsOf({ times: [0], series: [row('b'), row('a')] }).map(({ name }) => name)).toEqual(['a', 'b']);
  });

  it('show what is rare beside what is frequent, and nothing as nothing', () => {
    expect([heatOf(0, 100), heatOf(null, 100), heatOf(100, 100)]).toEqual([0, 0, 1]);
    expect(heatOf(1, 100)).toBeGreaterThan(0.15);
  });
});

it('joins what stays the same', () => {
  expect(runsOf([1, 1, null, 0, 0, 0])).toEqual([
    { value: 1, count: 2, start: 0 },
    { value: null, count: 1, start: 2 },
    { value: 0, count: 3, start: 3 },
  ]);
});
