import type { CheckOutcome } from './status.ts';
import { isServing } from './status.ts';

export interface Thresholds {
  /** Bad results in a row before a good check turns bad. */
  readonly failureThreshold: number;
  /** Good results in a row before a bad check turns good. */
  readonly successThreshold: number;
}

/** What stands after a result: the outcome that is told, and how long the results have spoken against it. */
export interface Standing {
  readonly outcome: CheckOutcome;
  readonly against: number;
}

/**
 * Takes one more result in. Between good (healthy, degraded) and bad (unhealthy, unknown) the standing changes only when
 * enough results in a row ask for it; within either it follows at once. The first result counts at once.
 */
export function settle(standing: Standing | undefined, result: CheckOutcome, thresholds: Thresholds): Standing {
  if (standing === undefined || isServing(standing.outcome.status) === isServing(result.status)) {
    return { outcome: result, against: 0 };
  }
  const needed = isServing(result.status) ? thresholds.successThreshold : thresholds.failureThreshold;
  const against = standing.against + 1;
  if (against >= needed) return { outcome: result, against: 0 };
  const message = `${result.message} (${against} of ${needed} before it counts)`;
  return { outcome: { ...standing.outcome, message }, against };
}
