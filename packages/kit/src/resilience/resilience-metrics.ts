import type { CircuitState } from '../health/checks/circuit-breaker.ts';
import type { Metrics } from '../metrics/instruments.ts';
import type { BulkheadUse } from './layer.ts';
import type { Observed, PolicyName } from './policy-name.ts';

export interface ResilienceMetrics {
  /** From now on its counters stand at 0. */
  begin(name: PolicyName): void;
  settled(name: PolicyName, outcome: string): void;
  retried(name: PolicyName): void;
}

export interface Sources {
  readonly circuits: readonly Observed<CircuitState>[];
  readonly bulkheads: readonly Observed<BulkheadUse>[];
}

const stateValues: Readonly<Record<CircuitState, number>> = { closed: 0, 'half-open': 1, open: 2 };

export function registerResilienceMetrics(metrics: Metrics, sources: Sources): ResilienceMetrics {
  registerGauges(metrics, sources);
  const calls = metrics.counter({
    name: 'resilience_calls_total',
    help: 'Calls under a policy, by how they ended.',
    labelNames: ['component', 'category', 'outcome'],
  });
  const retries = metrics.counter({
    name: 'resilience_retries_total',
    help: 'Tries after the first.',
    labelNames: ['component', 'category'],
  });
  return {
    begin: ({ component, category }) => {
      for (const outcome of ['succeeded', 'failed']) calls.inc({ component, category, outcome }, 0);
      retries.inc({ component, category }, 0);
    },
    settled: ({ component, category }, outcome) => calls.inc({ component, category, outcome }),
    retried: ({ component, category }) => retries.inc({ component, category }),
  };
}

function registerGauges({ gauge }: Metrics, { circuits, bulkheads }: Sources): void {
  gauge({
    name: 'resilience_circuit_state',
    help: 'State of the circuit breaker: 0 closed, 1 half open, 2 open.',
    labelNames: ['component', 'category'],
    collect: (each) => {
      for (const { name, read } of circuits) each.set({ ...name }, stateValues[read()]);
    },
  });
  gauge({
    name: 'resilience_bulkhead_calls',
    help: 'Calls in a bulkhead now: running, and waiting for their turn.',
    labelNames: ['component', 'category', 'state'],
    collect: (each) => {
      for (const { name, read } of bulkheads)
        for (const [state, count] of Object.entries(read())) each.set({ ...name, state }, count);
    },
  });
}
