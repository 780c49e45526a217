import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import type { FieldColor, Threshold, ThresholdsConfig, ValueMapping } from '@grafana/grafana-foundation-sdk/dashboard';
import {
  FieldColorBuilder,
  FieldColorModeId,
  MappingType,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { PanelState, PanelUnit } from '@seaworthy/api';
import type { Panel } from '../definition.ts';

/** What Grafana calls our units. */
export const grafanaUnits: Readonly<Record<PanelUnit, string>> = {
  none: 'none',
  count: 'short',
  percent: 'percent',
  ratio: 'percentunit',
  seconds: 's',
  milliseconds: 'ms',
  bytes: 'bytes',
  bytes_per_second: 'Bps',
  per_second: 'cps',
  per_minute: 'cpm',
  per_hour: 'suffix: /h',
  requests_per_second: 'reqps',
};

const colors: Readonly<Record<PanelState, string>> = { good: 'green', doubt: 'orange', bad: 'red' };
/** Below the first threshold nothing is said. */
const NEUTRAL: Threshold = { value: null, color: 'text' };

export function thresholdsOf({ thresholds }: Panel): Builder<ThresholdsConfig> {
  const steps = thresholds.map(({ value, state }) => ({ value, color: colors[state] }));
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([NEUTRAL, ...steps]);
}

export function mappingsOf({ values }: Panel): ValueMapping[] {
  if (values.length === 0) return [];
  const options = Object.fromEntries(values.map(({ value, text }, index) => [String(value), { text, index }]));
  return [{ type: MappingType.ValueToText, options }];
}

/** By state where there are states and one value is shown, else each series has its own. */
export function colorOf({ kind, thresholds }: Panel): Builder<FieldColor> {
  const isByState = thresholds.length > 0 && ['stat', 'gauge', 'bar_gauge', 'status_history', 'table'].includes(kind);
  return new FieldColorBuilder().mode(isByState ? FieldColorModeId.Thresholds : FieldColorModeId.PaletteClassic);
}
