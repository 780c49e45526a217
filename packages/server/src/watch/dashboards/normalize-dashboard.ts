import type { PanelKind } from '@seaworthy/api';
import type { DashboardFile } from './dashboard-file.ts';
import type { DashboardDefinition, DashboardOrigin, Panel } from './definition.ts';

type WrittenPanel = NonNullable<DashboardFile['panels']>[number];

/** These show values over time; the others one value a series, that of now. */
const overTime: readonly PanelKind[] = ['timeseries', 'heatmap', 'status_history'];

const widths: Readonly<Record<PanelKind, number>> = {
  ...{ timeseries: 6, heatmap: 6, status_history: 6, bar: 6, table: 12 },
  ...{ stat: 3, gauge: 3, bar_gauge: 4, pie: 4 },
};

/** A dashboard with everything filled in that its file leaves out. */
export function normalizeDashboard(file: DashboardFile, { source, shown }: DashboardOrigin): DashboardDefinition {
  const { name, title, description, tags } = file;
  const ids = new Set<string>();
  const rows = file.rows ?? [{ title: undefined, panels: file.panels ?? [] }];
  return {
    ...{ name, title, description, tags, source, file: shown, rangeMs: file.range },
    variables: file.variables.map((each) => ({
      name: each.name,
      title: each.title ?? each.name,
      label: each.label ?? each.name,
      selector: each.selector,
    })),
    rows: rows.map((row) => ({
      title: row.title ?? null,
      panels: row.panels.map((panel) => normalizePanel(panel, ids)),
    })),
  };
}

function normalizePanel(panel: WrittenPanel, ids: Set<string>): Panel {
  const { title, description, kind, unit, thresholds, values, height } = panel;
  return {
    id: newId(title, ids),
    ...{ title, description, kind, unit, thresholds, values, height },
    min: panel.min ?? null,
    max: panel.max ?? null,
    queries: panel.queries.map(({ expr, legend }) => ({
      expr: expr.trim(),
      legend: legend ?? null,
      instant: !overTime.includes(kind),
    })),
    width: panel.width ?? widths[kind],
  };
}

function newId(title: string, ids: Set<string>): string {
  const words = title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  const base = words === '' ? 'panel' : words;
  let id = base;
  for (let number = 2; ids.has(id); number++) id = `${base}-${number}`;
  ids.add(id);
  return id;
}
