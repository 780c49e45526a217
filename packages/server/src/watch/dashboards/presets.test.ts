import type { PanelKind } from '@seaworthy/api';
import { routes } from '@seaworthy/api';
import { describe, expect, it } from 'vitest';
import { panelsOf } from './definition.ts';
import { loadDashboards } from './load-dashboards.ts';
import { dashboardPresets } from './presets.ts';
import { readDashboard } from './read-dashboard.ts';

const presets = dashboardPresets();
const dashboards = loadDashboards({ files: [], directory: '/' }).dashboards();

/** The panels that were asked for, by dashboard: title and kind. */
const wanted: Readonly<Record<string, Readonly<Record<string, PanelKind>>>> = {
  'system-overview': {
    'Health Score': 'gauge',
    'Active Workers': 'stat',
    Disk: 'bar_gauge',
    CPU: 'timeseries',
    Memory: 'timeseries',
    'Error Rate': 'timeseries',
  },
  pipeline: {
    'Events Processed': 'timeseries',
    'Processing Duration': 'heatmap',
    'Queue Sizes': 'timeseries',
    'Worker Health': 'status_history',
    'Success Rate': 'gauge',
    Throughput: 'stat',
  },
  'face-recognition': {
    Requests: 'timeseries',
    'Accuracy Trend': 'timeseries',
    'Confidence Distribution': 'pie',
    'Result Types': 'bar',
    'Database Size': 'stat',
    'Recognition Rate': 'gauge',
  },
  business: {
    'Doorbell Triggers': 'timeseries',
    'Triggers by Time of Day': 'heatmap',
    'Notifications Sent': 'timeseries',
    'Notification Success Rate': 'gauge',
    'Active Sessions': 'stat',
    'Popular Times': 'bar',
  },
};

it.each(Object.entries(wanted))('%s has the panels that were asked for', (name, panels) => {
  const dashboard = dashboards.find((each) => each.name === name);
  const found = panelsOf(dashboard ?? { rows: [] }).map(({ title, kind }) => [title, kind]);
  expect(Object.fromEntries(found)).toEqual(panels);
  expect(found).toHaveLength(6);
});

it('there is one for whoever runs each workload, and one for Seaworthy itself', () => {
  const operations = dashboards.filter(({ tags }) => tags.includes('operations')).map(({ name }) => name);
  expect(operations).toEqual(['doorbell', 'asr', 'scraper', 'seaworthy']);
});

describe.each(presets)('$file', ({ text, file }) => {
  const { dashboard, problems } = readDashboard(text, file, { source: 'preset', shown: null });
  const panels = panelsOf(dashboard ?? { rows: [] });

  it('is sound, and what the API tells of it is too', () => {
    expect(problems).toEqual([]);
    const told = { ...dashboard, panels: panels.length, hasData: null };
    expect(routes.dashboard.response.parse(told)).toEqual(told);
  });

  it('is named like its file', () => {
    expect(file.endsWith(`/${dashboard?.name}.yaml`)).toBe(true);
  });

  it('says of each panel what it shows, and fills its lines', () => {
    expect(panels.filter(({ description }) => description === '')).toEqual([]);
    for (const { panels: inRow } of dashboard?.rows ?? []) {
      expect(inRow.reduce((sum, { width }) => sum + width, 0) % 12).toBe(0);
    }
  });

  it('asks for measured things only, never for a number of its own', () => {
    for (const { expr } of panels.flatMap(({ queries }) => queries)) {
      expect(expr.replace(/vector\(time\(\) - \d+\)/g, '')).not.toMatch(/\bvector\(|^\s*[\d.]+\s*$/);
    }
  });
});
