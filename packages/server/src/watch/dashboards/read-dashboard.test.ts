import { formatProblems } from '@seaworthy/kit/config';
import { expect, it } from 'vitest';
import { panelsOf } from './definition.ts';
import { readDashboard } from './read-dashboard.ts';

const origin = { source: 'file', shown: 'shop.yaml' } as const;
const read = (text: string) => readDashboard(text, 'shop.yaml', origin);
const problemsOf = (text: string) => formatProblems(read(text).problems).split('\n');

const minimal = `name: shop
title: Shop
panels:
- {title: Sales, kind: stat, queries: [{expr: sum(sales_total)}]}
- {title: Sales, kind: timeseries, queries: [{expr: 'rate(sales_total[5m])', legend: '{{till}}'}]}
`;

it('fills in what a file leaves out', () => {
  const { dashboard, problems } = read(minimal);
  expect(problems).toEqual([]);
  expect(dashboard).toMatchObject({
    ...{ name: 'shop', title: 'Shop', description: '', tags: [], variables: [], rangeMs: 3_600_000 },
    ...{ source: 'file', file: 'shop.yaml' },
    rows: [
      {
        title: null,
        panels: [
          {
            ...{ id: 'sales', unit: 'none', min: null, max: null, thresholds: [], values: [], width: 3, height: 8 },
            queries: [{ expr: 'sum(sales_total)', legend: null, instant: true }],
          },
          { id: 'sales-2', width: 6, queries: [{ legend: '{{till}}', instant: false }] },
        ],
      },
    ],
  });
});

it('reads JSON as well', () => {
  const panels = [{ title: 'Sales', kind: 'pie', queries: [{ expr: 'sum by (till) (sales_total)' }] }];
  const { dashboard, problems } = read(
    JSON.stringify({ name: 'shop', title: 'Shop', rows: [{ title: 'All', panels }] }),
  );
  expect(problems).toEqual([]);
  expect(dashboard?.rows).toMatchObject([{ title: 'All', panels: [{ kind: 'pie' }] }]);
});

it('tells everything that is wrong with a file at once, each with its place', () => {
  const text = `name: My Shop
titel: Shop
variables:
- {name: till, selector: sum(sales_total)}
rows:
- panels:
  - title: Sales
    kind: dial
    unit: furlongs
    queries: [{expr: 'sum(sales_total'}]
  - title: Tills
    kind: gauge
    min: 5
    max: 1
    thresholds: [{value: 2, state: good}, {value: 1, state: bad}]
    queries:
    - {expr: 'sales_total{till=~"$tll"}'}
    - {expr: 'sales_total{till="$till"}', legend: '{{a b}}'}
    - {expr: 'sales_total[5m]'}
  - {title: Empty, kind: stat, queries: []}
`;
  expect(problemsOf(text)).toMatchInlineSnapshot(`
    [
      "shop.yaml:1:7  name  expected a name of lower-case letters, digits and "-" that begins with a letter, got "My Shop". Write my-shop.",
      "shop.yaml:2:1  titel  is not a known key. Did you mean title?",
      "shop.yaml:4:26  variables.0.selector  is no selector of series. Write one such as up{job="shop"}.",
      "shop.yaml:8:11  rows.0.panels.0.kind  expected one of timeseries, stat, gauge, bar_gauge, heatmap, status_history, pie, bar, table, got "dial". Write one of these.",
      "shop.yaml:9:11  rows.0.panels.0.unit  expected one of none, count, percent, ratio, seconds, milliseconds, bytes, bytes_per_second, per_second, per_minute, per_hour, requests_per_second, got "furlongs". Write one of these.",
      "shop.yaml:10:22  rows.0.panels.0.queries.0.expr  could not parse expression: 1:16: parse error: unclosed left parenthesis. Mend the query.",
      "shop.yaml:14:10  rows.0.panels.1.max  is not above min. Write a larger one.",
      "shop.yaml:15:51  rows.0.panels.1.thresholds.1.value  is not above the one before it. Write them in ascending order.",
      "shop.yaml:17:14  rows.0.panels.1.queries.0.expr  $tll is no variable of this dashboard. Write $till.",
      "shop.yaml:18:14  rows.0.panels.1.queries.1.expr  $till may stand for several values, which only =~ and !~ can match. Write label=~"$till".",
      "shop.yaml:18:51  rows.0.panels.1.queries.1.legend  {{a b}} names no label. Write the name of a label between {{ and }}.",
      "shop.yaml:19:14  rows.0.panels.1.queries.2.expr  gives a matrix, which cannot be drawn. Write a query that gives a vector.",
      "shop.yaml:20:41  rows.0.panels.2.queries  expected at least 1 item, got an empty list. Write 1 or more.",
    ]
  `);
});

it('wants panels, once', () => {
  expect(problemsOf('name: shop\ntitle: Shop\n')).toEqual(['shop.yaml:1:1  has no panels. Add panels: or rows:.']);
  expect(problemsOf(`${minimal}rows: [{panels: [{title: A, kind: stat, queries: [{expr: up}]}]}]\n`)).toEqual([
    expect.stringContaining('stands beside rows'),
  ]);
});

it('reads nothing but the file: no environment, no other file', () => {
  const text = minimal.replace('title: Shop', `title: \${HOME}`);
  expect(problemsOf(text)).toEqual([expect.stringContaining('HOME')]);
  expect(problemsOf(minimal.replace('title: Shop', `title: \${file:/etc/hostname}`))).toHaveLength(1);
});

it('tells once that a file is no YAML', () => {
  expect(
    problemsOf(`name: shop\npanels:\n- {expr: sum(rate(x[5m])), legend: a}\n${'- b: c\n'.repeat(20)}`).length,
  ).toBeLessThan(4);
});

it('keeps what stands on several lines', () => {
  const text = minimal.replace('{expr: sum(sales_total)}', '{expr: "sum(\\n  sales_total\\n)\\n"}');
  expect(panelsOf(read(text).dashboard ?? { rows: [] })[0]?.queries[0]?.expr).toBe('sum(\n  sales_total\n)');
});
