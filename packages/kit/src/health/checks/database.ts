import type { Clock } from '../../clock/clock.ts';
import { systemClock } from '../../clock/clock.ts';
import type { HealthCheck } from '../check-runner.ts';
import { judgeAnswer } from './dependency.ts';

export interface DatabaseCheckOptions {
  /** Asks the database for something real (`select 1`, an integrity check); throws when it does not answer. */
  readonly ping: (signal: AbortSignal) => unknown;
  /** Slower answers are degraded. Default 5 s. */
  readonly slowMs?: number;
  readonly clock?: Clock;
}

/** A store that the service needs: unhealthy when it does not answer, degraded when slow. Register it as critical. */
export function databaseCheck({ ping, slowMs = 5000, clock = systemClock }: DatabaseCheckOptions): HealthCheck {
  return (signal) => {
    const ask = async () => {
      await ping(signal);
      return {};
    };
    return judgeAnswer({ slowMs, clock, ask });
  };
}
