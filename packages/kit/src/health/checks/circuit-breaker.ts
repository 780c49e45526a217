import type { HealthCheck } from '../check-runner.ts';

export type CircuitState = 'closed' | 'half-open' | 'open';

/** Circuit breakers by name: one that is open is unhealthy, one that tries again is degraded. */
export function circuitBreakerCheck(states: () => Readonly<Record<string, CircuitState>>): HealthCheck {
  return () => {
    const found = states();
    const named = (state: CircuitState) => Object.keys(found).filter((name) => found[name] === state);
    const [open, trying] = [named('open'), named('half-open')];
    const details = { ...found };
    if (open.length > 0) return { status: 'unhealthy', message: `open: ${open.join(', ')}`, details };
    if (trying.length > 0) return { status: 'degraded', message: `trying again: ${trying.join(', ')}`, details };
    return { status: 'healthy', message: 'all closed', details };
  };
}
