import type { PanelKind } from '@seaworthy/api';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { DashboardDefinition } from '../definition.ts';
import { panelsOf } from '../definition.ts';
import { loadDashboards } from '../load-dashboards.ts';
import { readDashboard } from '../read-dashboard.ts';
import { renderGrafana } from './render-grafana.ts';

const dashboards = loadDashboards({ files: [], directory: '/' }).dashboards();

const grafanaTypes: Readonly<Record<string, PanelKind>> = {
  timeseries: 'timeseries',
  stat: 'stat',
  gauge: 'gauge',
  bargauge: 'bar_gauge',
  heatmap: 'heatmap',
  'status-history': 'status_history',
  piechart: 'pie',
  barchart: 'bar',
  table: 'table',
};

interface GrafanaPanel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description: string;
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly datasource: object;
  readonly targets: readonly {
    readonly expr: string;
    readonly legendFormat?: string;
    readonly instant: boolean;
    readonly refId: string;
  }[];
}

interface GrafanaDashboard {
  readonly uid: string;
  readonly title: string;
  readonly panels: readonly GrafanaPanel[];
  readonly templating: { readonly list: readonly { readonly name: string; readonly type: string }[] };
}

function rendered(definition: DashboardDefinition): GrafanaDashboard {
  return JSON.parse(renderGrafana([definition])[0]?.text ?? '') as GrafanaDashboard;
}

describe.each(dashboards)('$name for Grafana', (definition) => {
  const dashboard = rendered(definition);
  const panels = dashboard.panels.filter(({ type }) => type !== 'row');

  it('has the same panels: titles, kinds, queries, legends', () => {
    const found = panels.map(({ title, description, type, targets }) => ({
      ...{ title, description, kind: grafanaTypes[type] },
      queries: targets.map(({ expr, legendFormat = null, instant }) => ({ expr, legend: legendFormat, instant })),
    }));
    const wanted = panelsOf(definition).map(({ title, description, kind, queries }) => {
      return { title, description, kind, queries };
    });
    expect(found).toEqual(wanted);
    const rows = dashboard.panels.filter(({ type }) => type === 'row').map(({ title }) => title);
    expect(rows).toEqual(definition.rows.flatMap(({ title }) => title ?? []));
  });

  it('lets no panel cover another, and none leave the grid', () => {
    const taken = new Set<string>();
    for (const { gridPos } of dashboard.panels) {
      expect(gridPos.x + gridPos.w).toBeLessThanOrEqual(24);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(taken.has(`${x},${y}`)).toBe(false);
          taken.add(`${x},${y}`);
        }
      }
    }
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
  });

  it('asks whichever data source is chosen', () => {
    expect(dashboard.templating.list[0]).toMatchObject({ name: 'datasource', type: 'datasource' });
    expect(dashboard.templating.list.slice(1).map(({ name }) => name)).toEqual(
      definition.variables.map(({ name }) => name),
    );
    for (const { datasource } of panels) expect(datasource).toEqual({ type: 'prometheus', uid: `\${datasource}` });
  });
});

it('is the same each time', () => {
  expect(renderGrafana(dashboards)).toEqual(renderGrafana(loadDashboards({ files: [], directory: '/x' }).dashboards()));
});

it('gives every dashboard a name of its own that Grafana takes', () => {
  const long = (end: string) =>
    readDashboard(
      `name: ${'a'.repeat(60)}${end}\ntitle: Long\npanels: [{title: Up, kind: table, queries: [{expr: up}]}]\n`,
      'long.yaml',
      { source: 'file', shown: 'long.yaml' },
    ).dashboard;
  const all = [...dashboards, long('b'), long('c')].flatMap((each) => (each ? [rendered(each).uid] : []));
  expect(new Set(all).size).toBe(dashboards.length + 2);
  expect(all.filter((uid) => !/^[\w-]{8,40}$/.test(uid))).toEqual([]);
});

it('tells Grafana where the samples and the dashboards are', () => {
  const files = new Map(renderGrafana([]).map(({ path, text }) => [path, parse(text) as unknown]));
  expect(files.get('provisioning/datasources/seaworthy.yaml')).toMatchObject({
    apiVersion: 1,
    datasources: [{ type: 'prometheus', url: '$SEAWORTHY_URL/prometheus' }],
  });
  expect(files.get('provisioning/dashboards/seaworthy.yaml')).toMatchObject({
    apiVersion: 1,
    providers: [{ type: 'file', options: { path: '/var/lib/grafana/dashboards/seaworthy' } }],
  });
});
