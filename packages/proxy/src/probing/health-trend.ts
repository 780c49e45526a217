import type { TargetHealth } from '../control/contract.ts';

export interface Thresholds {
  readonly rise: number;
  readonly fall: number;
}

/** What a target's probes say so far. */
export interface HealthTrend {
  readonly health: TargetHealth;
  /** Probes in a row that speak against the present health; for an unknown target, in a row of the same outcome. */
  readonly streak: number;
  readonly lastOk: boolean;
}

export const UNPROBED: HealthTrend = { health: 'unknown', streak: 0, lastOk: false };

/** One probe more: the health changes only after `rise` or `fall` equal outcomes in a row. */
export function follow(trend: HealthTrend, ok: boolean, thresholds: Thresholds): HealthTrend {
  const isConfirmed = (trend.health === 'up' && ok) || (trend.health === 'down' && !ok);
  if (isConfirmed) return { health: trend.health, streak: 0, lastOk: ok };
  const streak = trend.lastOk === ok || trend.streak === 0 ? trend.streak + 1 : 1;
  const needed = ok ? thresholds.rise : thresholds.fall;
  return streak >= needed
    ? { health: ok ? 'up' : 'down', streak: 0, lastOk: ok }
    : { health: trend.health, streak, lastOk: ok };
}

/** Unknown, or about to change: worth asking again soon. */
export function isSettled(trend: HealthTrend): boolean {
  return trend.health === 'up' && trend.streak === 0;
}
