import { createHash } from 'node:crypto';
import type { Dashboard } from '@grafana/grafana-foundation-sdk/dashboard';
import {
  DashboardBuilder,
  DashboardCursorSync,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { formatDuration } from '@seaworthy/kit/config';
import type { DashboardDefinition, DashboardVariable } from '../definition.ts';
import { buildPanel, dataSource } from './build-panel.ts';
import { layOut } from './layout.ts';

/** Grafana's dashboard of a definition: the same each time. */
export function buildDashboard(definition: DashboardDefinition): Dashboard {
  const { title, description, tags, rangeMs, variables } = definition;
  const builder = new DashboardBuilder(title)
    .uid(uidOf(definition.name))
    .description(description)
    .tags(['seaworthy', ...tags])
    .time({ from: `now-${formatDuration(rangeMs)}`, to: 'now' })
    .refresh('30s')
    .timezone('browser')
    .tooltip(DashboardCursorSync.Crosshair)
    .editable()
    .withVariable(new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'));
  for (const variable of variables) builder.withVariable(buildVariable(variable));
  addRows(builder, definition);
  return builder.build();
}

function addRows(builder: DashboardBuilder, { rows }: DashboardDefinition): void {
  let [id, y] = [1, 0];
  for (const { title, panels } of rows) {
    if (title !== null) builder.withRow(new RowBuilder(title).id(id++).gridPos({ x: 0, y: y++, w: 24, h: 1 }));
    const { placed, endY } = layOut(panels, y);
    for (const each of placed) builder.withPanel(buildPanel(each, id++));
    y = endY;
  }
}

function buildVariable({ name, title, label, selector }: DashboardVariable): QueryVariableBuilder {
  const query = `label_values(${selector}, ${label})`;
  return new QueryVariableBuilder(name)
    .label(title)
    .datasource(dataSource)
    .definition(query)
    .query({ qryType: 1, query, refId: 'PrometheusVariableQueryEditor-VariableQuery' })
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue('.*')
    .current({ selected: true, text: ['All'], value: ['$__all'] });
}

const MAX_UID = 40;

/** Made of the name, so that a new rendering replaces the old one. */
function uidOf(name: string): string {
  const uid = `seaworthy-${name}`;
  if (uid.length <= MAX_UID) return uid;
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8);
  return `${uid.slice(0, MAX_UID - hash.length - 1)}-${hash}`;
}
