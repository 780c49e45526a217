import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import type { Panel as GrafanaPanel } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import type { Panel, PanelQuery } from '../definition.ts';
import { colorOf, grafanaUnits, mappingsOf, thresholdsOf } from './field-options.ts';
import type { PlacedPanel } from './layout.ts';
import { isHistogram, panelBuilders } from './panel-builders.ts';

/** Whoever imports a dashboard says which Prometheus it is about. */
export const dataSource = { type: 'prometheus', uid: `\${datasource}` };

export function buildPanel({ panel, place }: PlacedPanel, id: number): Builder<GrafanaPanel> {
  const { title, description, kind, unit, min, max, queries } = panel;
  const builder = panelBuilders[kind](panel)
    .id(id)
    .title(title)
    .description(description)
    .datasource(dataSource)
    .gridPos(place)
    .unit(isHistogram(panel) ? 'short' : grafanaUnits[unit])
    .thresholds(thresholdsOf(panel))
    .mappings(mappingsOf(panel))
    .colorScheme(colorOf(panel));
  if (min !== null) builder.min(min);
  if (max !== null) builder.max(max);
  queries.forEach((query, index) => {
    builder.withTarget(target(query, index, panel));
  });
  return builder;
}

function target({ expr, legend, instant }: PanelQuery, index: number, panel: Panel): DataqueryBuilder {
  const format = isHistogram(panel) ? PromQueryFormat.Heatmap : PromQueryFormat.TimeSeries;
  const query = new DataqueryBuilder().refId(refId(index)).datasource(dataSource).expr(expr).format(format);
  if (legend !== null) query.legendFormat(legend);
  return instant ? query.instant() : query.range();
}

/** A, B ... at most twenty in a panel. */
function refId(index: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + index);
}
