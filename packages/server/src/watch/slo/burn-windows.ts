import type { SloConfig } from '../../config/slo-config.ts';
import { budgetOf } from './objective.ts';

const DAY_MS = 86_400_000;

/** The ranges of time over which the share of errors is recorded, besides the objective's own window. */
export const ratioWindows = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'] as const;
export type RatioWindow = (typeof ratioWindows)[number];
/** Those in which an alert needs enough requests. */
export const longWindows = ['1h', '6h', '1d', '3d'] as const;
export type LongWindow = (typeof longWindows)[number];

export type Urgency = 'page' | 'ticket';

/**
 * An alert holds while the budget burns this many times faster than it may, over the long window and over the short
 * one: the long one says that it matters, the short one that it still goes on.
 */
export interface BurnWindow {
  readonly urgency: Urgency;
  readonly long: LongWindow;
  readonly short: RatioWindow;
  readonly burnRate: number;
}

/** One failure alone is never an alert. Counts are extrapolated a little: between one and two. */
export const MORE_THAN_ONE = 1.5;

/** For thirty days; from "Alerting on SLOs" in Google's Site Reliability Workbook. */
const overThirtyDays: readonly BurnWindow[] = [
  { urgency: 'page', long: '1h', short: '5m', burnRate: 14.4 },
  { urgency: 'page', long: '6h', short: '30m', burnRate: 6 },
  { urgency: 'ticket', long: '1d', short: '2h', burnRate: 3 },
  { urgency: 'ticket', long: '3d', short: '6h', burnRate: 1 },
];

/**
 * The same shares of the budget in the same long windows, whatever the objective's own window is: 2 % in an hour, 5 % in
 * six, 10 % in one and in three days. A rate below 1 spends no more than the budget and is no alert; one that even errors
 * alone do not reach is left out.
 */
export function burnWindows({ windowMs, objective }: Pick<SloConfig, 'windowMs' | 'objective'>): readonly BurnWindow[] {
  const scale = windowMs / (30 * DAY_MS);
  return overThirtyDays
    .map((each) => ({ ...each, burnRate: Math.max(1, Number((each.burnRate * scale).toFixed(4))) }))
    .filter(({ burnRate }) => burnRate * budgetOf(objective) < 1);
}
