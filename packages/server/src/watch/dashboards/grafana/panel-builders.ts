import { PanelBuilder as BarPanel } from '@grafana/grafana-foundation-sdk/barchart';
import { PanelBuilder as BarGaugePanel } from '@grafana/grafana-foundation-sdk/bargauge';
import {
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizOrientation,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder as GaugePanel } from '@grafana/grafana-foundation-sdk/gauge';
import { PanelBuilder as HeatmapPanel, YAxisConfigBuilder } from '@grafana/grafana-foundation-sdk/heatmap';
import {
  PieChartLegendOptionsBuilder,
  PieChartLegendValues,
  PanelBuilder as PiePanel,
} from '@grafana/grafana-foundation-sdk/piechart';
import { PanelBuilder as StatPanel } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as StatusPanel } from '@grafana/grafana-foundation-sdk/statushistory';
import { PanelBuilder as TablePanel } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as TimeseriesPanel } from '@grafana/grafana-foundation-sdk/timeseries';
import type { PanelKind } from '@seaworthy/api';
import type { Panel } from '../definition.ts';
import { grafanaUnits } from './field-options.ts';

const latest = () => new ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false).fields('');
const legend = () =>
  new VizLegendOptionsBuilder().showLegend(true).displayMode(LegendDisplayMode.List).placement(LegendPlacement.Bottom);
const pieLegend = () =>
  new PieChartLegendOptionsBuilder()
    .showLegend(true)
    .displayMode(LegendDisplayMode.Table)
    .placement(LegendPlacement.Right)
    .values([PieChartLegendValues.Value, PieChartLegendValues.Percent]);
/** One row a series: its name and its value, by name. */
const rows = [
  { id: 'reduce', options: { mode: 'seriesToRows', reducers: ['lastNotNull'] } },
  { id: 'sortBy', options: { sort: [{ field: 'Field' }] } },
];

/** What Grafana draws a kind with. */
export const panelBuilders = {
  timeseries: ({ thresholds }: Panel) => {
    const mode = thresholds.length > 0 ? GraphThresholdsStyleMode.Dashed : GraphThresholdsStyleMode.Off;
    return new TimeseriesPanel()
      .thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(mode))
      .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi))
      .legend(legend());
  },
  stat: () => new StatPanel().reduceOptions(latest()),
  gauge: () => new GaugePanel().reduceOptions(latest()).showThresholdMarkers(true),
  bar_gauge: () => new BarGaugePanel().reduceOptions(latest()).orientation(VizOrientation.Horizontal),
  heatmap: (panel: Panel) =>
    isHistogram(panel)
      ? new HeatmapPanel().calculate(false).yAxis(new YAxisConfigBuilder().unit(grafanaUnits[panel.unit]))
      : new HeatmapPanel().calculate(false),
  status_history: () => new StatusPanel().legend(legend()),
  pie: () => new PiePanel().reduceOptions(latest()).legend(pieLegend()),
  bar: () => new BarPanel().xField('Field').transformations(rows),
  table: () => new TablePanel().transformations(rows),
} satisfies Readonly<Record<PanelKind, (panel: Panel) => unknown>>;

/** Whether its rows are buckets of a histogram: their unit is that of the bounds. */
export function isHistogram({ kind, queries }: Panel): boolean {
  return kind === 'heatmap' && queries.some(({ expr }) => /\bby\s*\([^)]*\ble\b/.test(expr));
}
