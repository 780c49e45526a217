import { PanelKind, PanelState, PanelUnit } from '@seaworthy/api';
import { Duration, hints, Name, Text } from '@seaworthy/kit/config';
import { z } from 'zod';
import { checkDashboard, checkPanel, checkSelector } from './check-dashboard.ts';

const VariableName = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,62}$/)
  .register(hints, { expected: 'a name of lower-case letters, digits and "_"', example: 'instance' });

const Query = z.strictObject({
  expr: Text.describe('PromQL; `$name` stands for a variable, in =~ or !~.'),
  legend: Text.optional().describe('Name of a series; {{label}} stands for its value. Default: its labels.'),
});

const Panel = z.strictObject({
  title: Text.min(1),
  description: Text.default('').describe('What it shows, and what to do with it.'),
  kind: PanelKind,
  unit: PanelUnit.default('none'),
  min: z.number().optional(),
  max: z.number().optional(),
  thresholds: z
    .array(z.strictObject({ value: z.number(), state: PanelState }))
    .default([])
    .describe('From the value up the state holds.'),
  values: z
    .array(z.strictObject({ value: z.number(), text: Text }))
    .default([])
    .describe('Words for certain values.'),
  queries: z.array(Query).min(1).max(20),
  width: z.int().min(1).max(12).optional().describe('Of twelve columns. Default: by kind.'),
  height: z.int().min(2).max(30).default(8).describe('In steps of 36 pixels.'),
});

const Panels = z.array(Panel.superRefine(checkPanel)).min(1).max(100);

const Variable = z.strictObject({
  name: VariableName,
  title: Text.optional(),
  label: Text.optional().describe('Label whose values may be chosen. Default: its name.'),
  selector: Text.superRefine(checkSelector).describe('The series that have it.'),
});

/** A file of `dashboards:`, exactly as it may be written, in YAML or JSON. */
export const DashboardFile = z
  .strictObject({
    name: Name,
    title: Text.min(1),
    description: Text.default(''),
    tags: z.array(Text).default([]),
    range: Duration.prefault('1h').describe('How much of the past is shown at first.'),
    variables: z.array(Variable).max(10).default([]),
    panels: Panels.optional(),
    rows: z
      .array(z.strictObject({ title: Text.optional(), panels: Panels }))
      .min(1)
      .max(50)
      .optional(),
  })
  .superRefine(checkDashboard);
export type DashboardFile = z.output<typeof DashboardFile>;
