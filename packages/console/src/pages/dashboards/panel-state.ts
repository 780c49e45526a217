import type { Panel, PanelState, PanelUnit } from '@seaworthy/api';
import type { IconName } from '../../components/icon.tsx';
import type { Tone } from '../../components/mark.tsx';
import type { Unit } from '../../text/units.ts';
import { formatUnit } from '../../text/units.ts';

/** The state that the thresholds give a value; undefined: nothing is said of it. */
export function stateOf(value: number | null, { thresholds }: Pick<Panel, 'thresholds'>): PanelState | undefined {
  if (value === null || Number.isNaN(value)) return undefined;
  return thresholds.findLast((threshold) => value >= threshold.value)?.state;
}

export interface StateLook {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly word: string;
}

export const stateLooks: Readonly<Record<PanelState, StateLook>> = {
  good: { tone: 'good', icon: 'check', word: 'good' },
  doubt: { tone: 'doubt', icon: 'warning', word: 'watch' },
  bad: { tone: 'bad', icon: 'cross', word: 'bad' },
};

const units: Readonly<Record<PanelUnit, Unit>> = {
  ...{ none: 'none', count: 'count', percent: 'percent', ratio: 'ratio', seconds: 'seconds' },
  ...{ milliseconds: 'milliseconds', bytes: 'bytes', bytes_per_second: 'bytesPerSecond' },
  ...{ per_second: 'perSecond', per_minute: 'perMinute', per_hour: 'perHour', requests_per_second: 'perSecond' },
};

export function unitOf({ unit }: Pick<Panel, 'unit'>): Unit {
  return units[unit];
}

/** A word of the panel for it, else the number with its unit. */
export function valueText(value: number | null, panel: Pick<Panel, 'unit' | 'values'>): string {
  const word = panel.values.find((each) => each.value === value)?.text;
  return word ?? formatUnit(roundedCount(value, panel), unitOf(panel));
}

/** An increase is extrapolated: 3.02 presses were three. */
function roundedCount(value: number | null, { unit }: Pick<Panel, 'unit'>): number | null {
  return unit === 'count' && value !== null && Number.isFinite(value) && Math.abs(value) >= 1
    ? Math.round(value)
    : value;
}

/** Where a gauge begins and ends: as the panel says, else what its unit goes to, else what was found. */
export function boundsOf({ min, max, unit }: Pick<Panel, 'min' | 'max' | 'unit'>, values: readonly number[]) {
  const usual = unit === 'percent' ? 100 : unit === 'ratio' ? 1 : Math.max(1e-9, ...values.filter(Number.isFinite));
  return { low: min ?? 0, high: max ?? usual };
}

/** How far from low to high, from 0 to 1. */
export function shareOf(value: number, { low, high }: { low: number; high: number }): number {
  if (Number.isNaN(value) || high <= low) return 0;
  return Math.min(1, Math.max(0, (value - low) / (high - low)));
}
