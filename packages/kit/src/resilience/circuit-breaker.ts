import type { CircuitState } from '../health/checks/circuit-breaker.ts';
import { Circuit } from './circuit.ts';
import { failureKind } from './failure.ts';
import type { Part } from './layer.ts';
import { duration, within } from './numbers.ts';

export interface CircuitBreakerOptions {
  /** Opens when this share of the calls of the window failed. Default 0.5. */
  readonly failureRate?: number;
  /** Default 60 s. */
  readonly windowMs?: number;
  /** Fewer calls in the window say nothing. Default 5. */
  readonly minimumCalls?: number;
  /** After this long one call is let through, and decides. Default 60 s. */
  readonly openMs?: number;
  /**
   * Whether an error speaks against what was called. Default: all but those by which it proved that it works, such as 404,
   * and those that never reached it. What the caller cancelled is never counted.
   */
  readonly isFailure?: (error: unknown) => boolean;
}

export type { CircuitState };

const speaksAgainstIt = (error: unknown): boolean => ['transient', 'unknown'].includes(failureKind(error));

/**
 * Does not call what keeps failing: after half of the calls of a minute failed, calls are refused at once with
 * `circuit_open` for a minute; then one is let through, and closes the circuit or opens it for another minute.
 */
export function circuitBreaker(options: CircuitBreakerOptions = {}): Part {
  const { failureRate = 0.5, minimumCalls = 5, windowMs = 60_000, openMs = 60_000 } = options;
  if (!(failureRate > 0 && failureRate <= 1))
    throw new TypeError(`failureRate must be above 0 to 1, not ${failureRate}`);
  within('minimumCalls', minimumCalls, 1);
  duration('windowMs', windowMs);
  duration('openMs', openMs);
  const { isFailure = speaksAgainstIt } = options;
  return (surroundings) => new Circuit({ failureRate, minimumCalls, windowMs, openMs, isFailure }, surroundings);
}
