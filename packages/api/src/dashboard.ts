import { z } from 'zod';

/** How a panel is drawn. */
export const PanelKind = z.enum([
  'timeseries',
  'stat',
  'gauge',
  'bar_gauge',
  'heatmap',
  'status_history',
  'pie',
  'bar',
  'table',
]);
export type PanelKind = z.infer<typeof PanelKind>;

/** What the numbers of a panel are. `percent` goes to 100, `ratio` to 1. */
export const PanelUnit = z.enum([
  'none',
  'count',
  'percent',
  'ratio',
  'seconds',
  'milliseconds',
  'bytes',
  'bytes_per_second',
  'per_second',
  'per_minute',
  'per_hour',
  'requests_per_second',
]);
export type PanelUnit = z.infer<typeof PanelUnit>;

export const PanelState = z.enum(['good', 'doubt', 'bad']);
export type PanelState = z.infer<typeof PanelState>;

export const DashboardSource = z.enum(['preset', 'file']);
export type DashboardSource = z.infer<typeof DashboardSource>;

export const PanelQuery = z.object({
  expr: z.string().describe('PromQL. `$name` stands for a variable of the dashboard, always in =~ or !~.'),
  legend: z
    .string()
    .nullable()
    .describe('Names a series: {{label}} stands for the value of the label. null: its labels.'),
  instant: z.boolean().describe('Asked for now only (its kind has one value a series), else over the time shown.'),
});
export type PanelQuery = z.infer<typeof PanelQuery>;

export const Panel = z.object({
  id: z.string().describe('Unique within the dashboard, the same as long as the titles are.'),
  title: z.string(),
  description: z.string().describe('What it shows, and what to do with it.'),
  kind: PanelKind.describe(
    'heatmap: series with a label "le" are cumulative buckets of a histogram, else each is a row. pie, bar, table: in the order of their legends.',
  ),
  unit: PanelUnit,
  min: z.number().nullable(),
  max: z.number().nullable(),
  thresholds: z
    .array(z.object({ value: z.number(), state: PanelState }))
    .describe('Ascending: from the value up the state holds. Below the first nothing is said.'),
  values: z
    .array(z.object({ value: z.number(), text: z.string() }))
    .describe('Words for certain values: 1 is "healthy".'),
  queries: z.array(PanelQuery),
  width: z.number().describe('Of twelve columns.'),
  height: z.number().describe('In steps of 36 pixels.'),
});
export type Panel = z.infer<typeof Panel>;

export const DashboardVariable = z.object({
  name: z.string().describe('`$name` in queries.'),
  title: z.string(),
  label: z.string().describe('Its values are those of this label ...'),
  selector: z.string().describe('... on the series that this finds. Several may be chosen: joined by "|". All: ".*".'),
});
export type DashboardVariable = z.infer<typeof DashboardVariable>;

export const DashboardSummary = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  tags: z.array(z.string()),
  source: DashboardSource,
  file: z.string().nullable().describe('Where it stands, relative to the configuration; null for a preset.'),
  panels: z.number(),
  hasData: z
    .boolean()
    .nullable()
    .describe('Whether any of its series had a sample within the last hour; null: that is not known.'),
});
export type DashboardSummary = z.infer<typeof DashboardSummary>;

/** Rows stand below each other; within a row panels flow from left to right and wrap at twelve columns. */
export const Dashboard = DashboardSummary.extend({
  rangeMs: z.number().describe('How much of the past is shown at first.'),
  variables: z.array(DashboardVariable),
  rows: z.array(z.object({ title: z.string().nullable(), panels: z.array(Panel) })),
});
export type Dashboard = z.infer<typeof Dashboard>;
