import type { Clock } from '../clock/clock.ts';
import { systemClock } from '../clock/clock.ts';
import type { CircuitState } from '../health/checks/circuit-breaker.ts';
import type { Logger } from '../logging/logger.ts';
import type { Metrics } from '../metrics/instruments.ts';
import type { Part } from './layer.ts';
import { Observation } from './observation.ts';
import type { Policy } from './policy.ts';
import { layPolicy } from './policy.ts';
import type { PolicyName } from './policy-name.ts';
import { ResilienceError } from './resilience-error.ts';

export interface ResilienceOptions {
  /** Told when a circuit opens, is tried and closes, and of each retry. */
  readonly logger?: Logger;
  readonly metrics?: Metrics;
  readonly clock?: Clock;
  readonly random?: () => number;
}

/** The policies of one application, by name. */
export interface Resilience {
  /** As `policy`, with a name under which it is counted, logged and looked at. Throws when the name is taken. */
  policy(name: PolicyName, ...parts: readonly Part[]): Policy;
  /** Every circuit breaker now, for `circuitBreakerCheck`. */
  circuits(): Readonly<Record<string, CircuitState>>;
}

/**
 *     const resilience = createResilience({ logger, metrics });
 *     const hook = resilience.policy({ component: 'notifications', category: 'webhook' }, retry(), circuitBreaker());
 *     health.register('circuits', circuitBreakerCheck(resilience.circuits));
 */
export function createResilience(options: ResilienceOptions = {}): Resilience {
  const { clock = systemClock, random = Math.random } = options;
  const observation = new Observation(options);
  return {
    circuits: () => observation.circuits(),
    policy(name, ...parts) {
      const { observer, settled } = observation.of(name);
      const policy = layPolicy(parts, { clock, random, observer });
      return {
        async execute(run, signal) {
          try {
            const result = await policy.execute(run, signal);
            settled('succeeded');
            return result;
          } catch (error) {
            settled(outcomeOf(error, signal));
            throw error;
          }
        },
      };
    },
  };
}

function outcomeOf(error: unknown, signal: AbortSignal | undefined): string {
  if (signal?.aborted === true) return 'cancelled';
  return error instanceof ResilienceError ? error.code : 'failed';
}
